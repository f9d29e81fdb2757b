import type { FileRequest, TableRequest } from '#core/node/kind.ts'
import type { Relation } from '#core/relation/relation.ts'
import type { PlannedWrite } from '#core/report.ts'
import type { Session } from '../duckdb/session.ts'
import { countMatched, countRows, type Place } from '../duckdb/table-file.ts'
import { isThere } from './files.ts'
import type { Staged } from './sink-node.ts'
import type { RunStatements } from './statements.ts'
import type { Target } from './target.ts'

export const noWrite: PlannedWrite = { creates: false, inserted: 0, updated: 0, deleted: 0 }

const both = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b)

/** What would be done to all files of a sink. */
export const sumOf = (plans: readonly PlannedWrite[]): PlannedWrite =>
  plans.reduce((sum, plan) => ({
    creates: sum.creates && plan.creates,
    inserted: sum.inserted + plan.inserted,
    updated: sum.updated + plan.updated,
    deleted: both(sum.deleted, plan.deleted),
  }))

interface FilePart {
  readonly target: Target<FileRequest>
  readonly relation: Relation
  readonly path: string
}

/** Counts what would be written to a file or folder, and what lies there now. */
export const foreseeFile = async (part: FilePart, database: RunStatements): Promise<Staged> => {
  const { target, relation, path } = part
  const rows = await database.count(relation)
  const creates = !(await isThere(path))
  const deleted = creates || target.request.ifExists === 'append' ? 0 : await rowsIn(target, path, database)
  return { rows, bytes: 0, steps: [], known: null, planned: { creates, inserted: rows, updated: 0, deleted } }
}

/** Null where something else lies there, or it is broken. */
const rowsIn = ({ request }: Target<FileRequest>, path: string, database: RunStatements): Promise<number | null> =>
  database.countIn(path, request.format, request.options).catch(() => null)

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
