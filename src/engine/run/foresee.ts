import { join } from 'node:path'
import type { FileRequest, TableRequest } from '#core/node/kind.ts'
import type { Relation } from '#core/relation/relation.ts'
import type { PlannedPartitions, PlannedWrite } from '#core/report.ts'
import type { Session } from '../duckdb/session.ts'
import { countMatched, countRows, type Place } from '../duckdb/table-file.ts'
import { rowsInWorkbook } from './excel-sink.ts'
import { isThere } from './files.ts'
import { findPartitions } from './partitions.ts'
import type { Staged } from './sink-node.ts'
import type { RunStatements } from './statements.ts'
import { partitionColumns, replacesPartitions, type Target } from './target.ts'

export const noWrite: PlannedWrite = { creates: false, inserted: 0, updated: 0, deleted: 0 }

const both = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b)

/** What would be done to all files of a sink. */
export const sumOf = (plans: readonly PlannedWrite[]): PlannedWrite =>
  plans.reduce((sum, plan) => ({
    creates: sum.creates && plan.creates,
    inserted: sum.inserted + plan.inserted,
    updated: sum.updated + plan.updated,
    deleted: both(sum.deleted, plan.deleted),
    ...(sum.partitions && plan.partitions ? { partitions: union(sum.partitions, plan.partitions) } : {}),
  }))

const union = (a: PlannedPartitions, b: PlannedPartitions): PlannedPartitions => ({
  replaced: [...new Set([...a.replaced, ...b.replaced])],
  added: [...new Set([...a.added, ...b.added])],
})

interface FilePart {
  readonly target: Target<FileRequest>
  readonly relation: Relation
  readonly path: string
  /** All rows whose partitions are replaced, where only those are. */
  readonly touching: Relation
}

/** Counts what would be written to a file or folder, and what lies there now. */
export const foreseeFile = async (part: FilePart, database: RunStatements): Promise<Staged> => {
  const { target, relation, path } = part
  if (replacesPartitions(target)) return foreseePartitions(part, database)
  const rows = await database.count(relation)
  const creates = !(await isThere(path))
  const deleted = creates || target.request.ifExists === 'append' ? 0 : await rowsIn(target, path, database)
  return { rows, bytes: 0, steps: [], known: null, planned: { creates, inserted: rows, updated: 0, deleted } }
}

const foreseePartitions = async (
  { target, relation, path, touching }: FilePart,
  database: RunStatements,
): Promise<Staged> => {
  const columns = partitionColumns(target.request)
  const rows = await database.count(relation)
  const there = (await findPartitions(path, columns)).partitions
  const into = await database.partitions(relation, columns)
  const touched = touching === relation ? into : await database.partitions(touching, columns)
  const out = there.filter(({ key }) => touched.has(key)).map(place => place.path)
  const known = new Set(there.map(({ key }) => key))
  const planned: PlannedWrite = {
    creates: !(await isThere(path)),
    inserted: rows,
    updated: 0,
    deleted:
      out.length === 0
        ? 0
        : await rowsIn(
            target,
            out.map(name => join(path, name)),
            database,
          ),
    partitions: {
      replaced: [...touched].filter(([key]) => known.has(key)).map(([, name]) => name),
      added: [...into].filter(([key]) => !known.has(key)).map(([, name]) => name),
    },
  }
  return { rows, bytes: 0, steps: [], known: null, planned }
}

/** Null where something else lies there, or it is broken. */
const rowsIn = (
  { request }: Target<FileRequest>,
  path: string | readonly string[],
  database: RunStatements,
): Promise<number | null> =>
  (request.format === 'excel'
    ? rowsInWorkbook([path].flat()[0]!)
    : database.countIn(path, request.format, request.options)
  ).catch(() => null)

/** Counts what would be done to a table that is there. */
export const foreseeTable = async (
  session: Session,
  { place, stage, rows }: { readonly place: Place; readonly stage: Place; readonly rows: number },
  { mode, keys }: TableRequest,
): Promise<PlannedWrite> => {
  if (mode === 'replace') return { ...noWrite, inserted: rows, deleted: await countRows(session, place) }
  if (mode === 'append') return { ...noWrite, inserted: rows }
  const known = await countMatched(session, stage, place, keys)
  return { ...noWrite, inserted: rows - known, updated: await countMatched(session, place, stage, keys) }
}
