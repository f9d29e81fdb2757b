import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TableRequest } from '#core/node/kind.ts'
import type { Column, Relation } from '#core/relation/relation.ts'
import type { PlannedWrite } from '#core/report.ts'
import type { Session } from '../duckdb/session.ts'
import {
  countNulls,
  type FoundTable,
  findTable,
  misfits,
  type Place,
  repeatedKeys,
  rowsOfBatch,
  stagedRows,
} from '../duckdb/table-file.ts'
import type { RunContext } from './context.ts'
import { failure, type RunFailure } from './failure.ts'
import { bytesOf, remove, syncFile } from './files.ts'
import { foreseeTable, noWrite } from './foresee.ts'
import type { Staged } from './sink-node.ts'
import { stagePath } from './stage-names.ts'
import type { RunStatements } from './statements.ts'
import type { Target } from './target.ts'
import { totallyOrdered } from './write-file.ts'

/** Rows for a table, and the batch that they are where they are appended. */
export interface TableOrder {
  readonly target: Target<TableRequest>
  readonly relation: Relation
  readonly batch: string | null
}

export const isOfTable = (target: Target): target is Target<TableRequest> => target.request.format === 'duckdb'

/** Writes the rows to a database file beside the target, and sees that they fit into its table. */
export const stageTable = async (
  { target, relation, batch }: TableOrder,
  run: RunContext,
  database: RunStatements,
): Promise<Staged> => {
  const { node, path } = target
  const scratch = run.dry ? await mkdtemp(join(tmpdir(), 'weir-dry-')) : null
  try {
    const staged = scratch === null ? stagePath(path, run.staging.run, `${node}-`) : join(scratch, 'rows.duckdb')
    return await stageAt(staged, { target, relation, batch }, run, database)
  } finally {
    if (scratch !== null) await remove(scratch)
  }
}

const stageAt = async (
  staged: string,
  { target, relation, batch }: TableOrder,
  run: RunContext,
  database: RunStatements,
): Promise<Staged> => {
  const { node, path, request } = target
  const rows = await database.store(totallyOrdered(relation), staged)
  let planned: PlannedWrite = { creates: true, inserted: rows, updated: 0, deleted: 0 }
  const known = await run.tables.look(node, path, staged, async (session, names) => {
    const stage = stagedRows(names.staged)
    if (request.mode === 'upsert') await checkKeys(session, stage, target)
    if (names.target === null) return null
    const place = { database: names.target, schema: request.schema, table: request.table }
    const before = batch === null ? null : await rowsOfBatch(session, place, batch)
    if (before !== null) return before
    const found = await findTable(session, place)
    if (found === null) return null
    await checkFit(session, found, stage, target)
    if (run.dry) planned = await foreseeTable(session, { place, stage, rows }, request)
    return null
  })
  if (known !== null) {
    await remove(staged)
    return {
      rows: known,
      bytes: await bytesOf(path),
      steps: [],
      known: batch,
      ...(run.dry ? { planned: noWrite } : {}),
    }
  }
  if (run.dry) return { rows, bytes: 0, steps: [], known: null, planned }
  await syncFile(staged)
  const { schema, table, mode, keys } = request
  const merge = { run: run.staging.run, rows, batch, mode, keys }
  return {
    rows,
    bytes: await bytesOf(staged),
    steps: [{ kind: 'table', node, staged, target: path, schema, table, ...merge }],
    known: null,
  }
}

const shown = ({ schema, table }: TableRequest): string => (schema === 'main' ? table : `${schema}.${table}`)

type Parts = Omit<Parameters<typeof failure>[1], 'node'>

const refused = ({ node }: Target<TableRequest>, parts: Parts): RunFailure => failure('data', { ...parts, node })

/** A key that no row may lack, and that no two rows may have. */
const checkKeys = async (session: Session, stage: Place, target: Target<TableRequest>): Promise<void> => {
  const { keys } = target.request
  const named = keys.map(key => `\`${key}\``).join(', ')
  const nulls = await countNulls(session, stage, keys)
  if (nulls > 0) {
    throw refused(target, {
      code: 'E-TARGET-KEYS',
      setting: 'keys',
      message: `${nulls === 1 ? '1 row has' : `${nulls} rows have`} no value in the key ${named} of \`${target.node}\`.`,
      hint: 'Filter them, or choose a key that is always there.',
    })
  }
  const { count, examples } = await repeatedKeys(session, stage, keys)
  if (count === 0) return
  const more = count > examples.length ? ' and others' : ''
  throw refused(target, {
    code: 'E-TARGET-KEYS',
    setting: 'keys',
    message: `The key ${named} of \`${target.node}\` is not unique: ${examples.map(each => `\`${each}\``).join(', ')}${more} come more than once.`,
    hint: 'Deduplicate the rows before the sink, or choose further columns as keys.',
  })
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** What keeps the rows from a table that is there, said before anything is written. */
const checkFit = async (session: Session, found: FoundTable, stage: Place, target: Target<TableRequest>) => {
  const { request, node } = target
  const table = `\`${shown(request)}\` in \`${request.path}\``
  if (found.isView) {
    throw refused(target, { code: 'E-TARGET-KIND', setting: 'table', message: `${table} is a view, and no table.` })
  }
  if (request.mode === 'replace') {
    if (!found.isReferenced) return
    const message = `\`${node}\` cannot replace ${table}: rows of another table refer to its own.`
    throw refused(target, { code: 'E-TARGET-KIND', setting: 'mode', message, hint: 'Choose upsert.' })
  }
  const { columns } = (await findTable(session, stage))!
  const fresh = columns.filter(({ name }) => !found.columns.some(column => same(column.name, name)))
  const added = fresh.map(({ name }) => name)
  const key = request.keys.find(name => added.some(each => same(each, name)))
  if (key !== undefined && request.mode === 'upsert') {
    throw refused(target, {
      code: 'E-TARGET-COLUMNS',
      setting: 'keys',
      message: `The key \`${key}\` of \`${node}\` is no column of ${table}.`,
    })
  }
  if (added.length > 0 && request.newColumns === 'fail') {
    throw refused(target, {
      code: 'E-TARGET-COLUMNS',
      setting: 'newColumns',
      message: `${table} has no column ${added.map(name => `\`${name}\``).join(', ')}.`,
      hint: 'Set new columns to add, or leave them out with Select columns.',
    })
  }
  const lacking = found.columns.find(column => column.required && !columns.some(({ name }) => same(name, column.name)))
  if (lacking) {
    throw refused(target, {
      code: 'E-TARGET-COLUMNS',
      message: `The rows have no column \`${lacking.name}\`, which ${table} needs.`,
    })
  }
  for (const column of columns) await checkType(session, found, stage, column, target)
}

const checkType = async (
  session: Session,
  found: FoundTable,
  stage: Place,
  column: Column,
  target: Target<TableRequest>,
): Promise<void> => {
  const there = found.columns.find(({ name }) => same(name, column.name))
  if (!there || there.type === column.type) return
  const { count, example } = await misfits(session, stage, column, there.type)
  if (count === 0) return
  throw refused(target, {
    code: 'E-TARGET-TYPE',
    message: `\`${column.name}\` is ${there.type} in \`${shown(target.request)}\`, and ${count === 1 ? '1 value' : `${count} values`} of ${column.type} would be lost there, such as \`${example}\`.`,
    hint: 'Convert the column before the sink, where what does not fit is flagged.',
  })
}
