import type { Column, Relation } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { quoteIdentifier, quoteLiteral } from '#core/sql/quote.ts'
import type { Session } from './session.ts'

/** A table of an attached database file. */
export interface Place {
  readonly database: string
  readonly schema: string
  readonly table: string
}

/** What of a table matters to who writes to it. */
export interface FoundTable {
  readonly columns: readonly FoundColumn[]
  readonly isView: boolean
  /** Another table's rows refer to its own. */
  readonly isReferenced: boolean
}

export interface FoundColumn extends Column {
  /** No row can be without it. */
  readonly required: boolean
}

const list = (names: readonly string[]): string => names.map(quoteIdentifier).join(', ')

export const nameOf = ({ database, schema, table }: Place): string =>
  [database, schema, table].map(quoteIdentifier).join('.')

const isPlace = ({ database, schema, table }: Place): string =>
  `database_name = ${quoteLiteral(database)} AND lower(schema_name) = lower(${quoteLiteral(schema)}) AND lower(table_name) = lower(${quoteLiteral(table)})`

/** A table or view with its columns in their order, or null where there is none of that name. */
export const findTable = async (session: Session, place: Place): Promise<FoundTable | null> => {
  const { rows } = await session.query(
    `SELECT column_name, data_type, NOT is_nullable AND column_default IS NULL FROM duckdb_columns() WHERE ${isPlace(place)} ORDER BY column_index`,
  )
  if (rows.length === 0) return null
  const table = await session.query(`SELECT 1 FROM duckdb_tables() WHERE ${isPlace(place)}`)
  const references = await session.query(
    `SELECT 1 FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY' AND database_name = ${quoteLiteral(place.database)} ` +
      `AND lower(referenced_table) = lower(${quoteLiteral(place.table)}) AND lower(table_name) <> lower(${quoteLiteral(place.table)})`,
  )
  return {
    columns: rows.map(([name, type, required]) => ({
      name: String(name),
      type: String(type),
      required: required === true,
    })),
    isView: table.rows.length === 0,
    isReferenced: references.rows.length > 0,
  }
}

/** Where a stage keeps the rows of a sink. */
export const stagedRows = (database: string): Place => ({ database, schema: 'main', table: 'rows' })

/** Which runs wrote which table, and which batches it holds; it lies beside the tables that it tells of. */
const batches = (database: string): Place => ({ database, schema: 'main', table: '__weir_batches' })

export const createRows = (database: string, relation: Relation): string =>
  `CREATE TABLE ${nameOf(stagedRows(database))} AS ${printRelation(relation, { visibleOnly: true })}`

export const countRows = async (session: Session, place: Place): Promise<number> =>
  Number(await session.value(`SELECT count(*) FROM ${nameOf(place)}`))

/** How a value of one type is taken into a column of another: a text if it can be read, all else if nothing of it is lost. */
const isLost = ({ name, type }: Column, to: string): string => {
  const cell = quoteIdentifier(name)
  const made = `TRY_CAST(${cell} AS ${to})`
  const changed = type === 'VARCHAR' ? '' : ` OR TRY_CAST(${made} AS ${type}) IS DISTINCT FROM ${cell}`
  return `${cell} IS NOT NULL AND (${made} IS NULL${changed})`
}

/** How many values of a staged column do not fit another type, and one of them. */
export const misfits = async (
  session: Session,
  rows: Place,
  column: Column,
  to: string,
): Promise<{ readonly count: number; readonly example: string }> => {
  const lost = isLost(column, to)
  const { rows: found } = await session.query(
    `SELECT count(*), any_value(CAST(${quoteIdentifier(column.name)} AS VARCHAR)) FROM ${nameOf(rows)} WHERE ${lost}`,
  )
  return { count: Number(found[0]?.[0] ?? 0), example: String(found[0]?.[1] ?? '') }
}

/** How many rows have no value in one of these columns. */
export const countNulls = async (session: Session, rows: Place, columns: readonly string[]): Promise<number> =>
  Number(
    await session.value(
      `SELECT count(*) FROM ${nameOf(rows)} WHERE ${columns.map(name => `${quoteIdentifier(name)} IS NULL`).join(' OR ')}`,
    ),
  )

/** How many values of a key occur more than once, and the first few of them as text. */
export const repeatedKeys = async (
  session: Session,
  rows: Place,
  keys: readonly string[],
): Promise<{ readonly count: number; readonly examples: readonly string[] }> => {
  const shown = keys.map(name => `CAST(${quoteIdentifier(name)} AS VARCHAR)`).join(', ')
  const { rows: found } = await session.query(
    `SELECT concat_ws(', ', ${shown}), count(*) OVER () FROM ${nameOf(rows)} GROUP BY ${list(keys)} HAVING count(*) > 1 ORDER BY ALL LIMIT 3`,
  )
  return { count: Number(found[0]?.[1] ?? 0), examples: found.map(([key]) => String(key)) }
}

const sameKeys = (keys: readonly string[]): string =>
  keys.map(name => `t.${quoteIdentifier(name)} = s.${quoteIdentifier(name)}`).join(' AND ')

/** How many rows of a table have a key that the other one has. */
export const countMatched = async (
  session: Session,
  place: Place,
  rows: Place,
  keys: readonly string[],
): Promise<number> =>
  Number(
    await session.value(
      `SELECT count(*) FROM ${nameOf(place)} AS t SEMI JOIN ${nameOf(rows)} AS s ON ${sameKeys(keys)}`,
    ),
  )

const hasBatches = async (session: Session, database: string): Promise<boolean> =>
  (await findTable(session, batches(database))) !== null

const isOfTable = ({ schema, table }: Place): string =>
  `lower(schema_name) = lower(${quoteLiteral(schema)}) AND lower(table_name) = lower(${quoteLiteral(table)})`

/** Rows of a batch that the table holds by now, or null. */
export const rowsOfBatch = async (session: Session, place: Place, batch: string): Promise<number | null> => {
  if (!(await hasBatches(session, place.database))) return null
  const found = await session.value(
    `SELECT "rows" FROM ${nameOf(batches(place.database))} WHERE ${isOfTable(place)} AND batch = ${quoteLiteral(batch)}`,
  )
  return found === null ? null : Number(found)
}

/** Whether a run has written the table. */
export const wroteTable = async (session: Session, place: Place, run: string): Promise<boolean> =>
  (await hasBatches(session, place.database)) &&
  (await session.value(
    `SELECT 1 FROM ${nameOf(batches(place.database))} WHERE ${isOfTable(place)} AND run = ${quoteLiteral(run)}`,
  )) !== null

/** What is done to a table with the rows of a stage. */
export interface Merge {
  readonly mode: 'replace' | 'append' | 'upsert'
  readonly keys: readonly string[]
  readonly run: string
  readonly batch: string | null
  readonly rows: number
}

/** Brings staged rows into a table and says so beside it; to be done within a transaction. */
export const mergeRows = async (session: Session, place: Place, stage: string, merge: Merge): Promise<void> => {
  const rows = stagedRows(stage)
  const staged = (await findTable(session, rows))!.columns
  const told = nameOf(batches(place.database))
  await session.execute(
    `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(place.database)}.${quoteIdentifier(place.schema)}`,
  )
  await session.execute(
    `CREATE TABLE IF NOT EXISTS ${told} (schema_name VARCHAR, table_name VARCHAR, run VARCHAR, batch VARCHAR, "rows" BIGINT, written_at TIMESTAMPTZ)`,
  )
  const found = merge.mode === 'replace' ? null : await findTable(session, place)
  if (found === null) {
    await session.execute(`CREATE OR REPLACE TABLE ${nameOf(place)} AS SELECT * FROM ${nameOf(rows)}`)
    await session.execute(`DELETE FROM ${told} WHERE ${isOfTable(place)}`)
  } else {
    const typed = await withColumns(session, place, found, staged)
    if (merge.mode === 'append') await session.execute(insertRows(place, rows, typed))
    else await session.execute(upsertRows(place, rows, typed, merge.keys))
    await session.execute(`DELETE FROM ${told} WHERE ${isOfTable(place)} AND batch IS NULL`)
  }
  const cells = [place.schema, place.table, merge.run].map(quoteLiteral).join(', ')
  const batch = merge.batch === null ? 'NULL' : quoteLiteral(merge.batch)
  await session.execute(`INSERT INTO ${told} VALUES (${cells}, ${batch}, ${Math.trunc(merge.rows)}, now())`)
}

const named = (columns: readonly Column[], name: string): Column | undefined =>
  columns.find(column => column.name.toLowerCase() === name.toLowerCase())

/** The staged columns with the types that they have in the table, to which those that it lacks are added. */
const withColumns = async (
  session: Session,
  place: Place,
  found: FoundTable,
  staged: readonly Column[],
): Promise<readonly Column[]> => {
  for (const column of staged.filter(({ name }) => !named(found.columns, name))) {
    await session.execute(`ALTER TABLE ${nameOf(place)} ADD COLUMN ${quoteIdentifier(column.name)} ${column.type}`)
  }
  return staged.map(({ name, type }) => ({ name, type: named(found.columns, name)?.type ?? type }))
}

const typedRows = (rows: Place, columns: readonly Column[]): string =>
  `SELECT ${columns.map(({ name, type }) => `CAST(${quoteIdentifier(name)} AS ${type}) AS ${quoteIdentifier(name)}`).join(', ')} FROM ${nameOf(rows)}`

const insertRows = (place: Place, rows: Place, columns: readonly Column[]): string =>
  `INSERT INTO ${nameOf(place)} (${list(columns.map(({ name }) => name))}) ${typedRows(rows, columns)}`

const upsertRows = (place: Place, rows: Place, columns: readonly Column[], keys: readonly string[]): string => {
  const names = columns.map(({ name }) => name)
  const isKey = (name: string) => keys.some(key => key.toLowerCase() === name.toLowerCase())
  const sets = names.filter(name => !isKey(name)).map(name => `${quoteIdentifier(name)} = s.${quoteIdentifier(name)}`)
  const update = sets.length === 0 ? '' : ` WHEN MATCHED THEN UPDATE SET ${sets.join(', ')}`
  const values = names.map(name => `s.${quoteIdentifier(name)}`).join(', ')
  return (
    `MERGE INTO ${nameOf(place)} AS t USING (${typedRows(rows, columns)}) AS s ON ${sameKeys(keys)}${update} ` +
    `WHEN NOT MATCHED THEN INSERT (${list(names)}) VALUES (${values})`
  )
}

/** Names of all tables and views of a file, those of `main` without their schema. */
export const namesIn = async (session: Session, database: string): Promise<readonly string[]> => {
  const { rows } = await session.query(
    'SELECT DISTINCT schema_name, table_name FROM duckdb_columns() ' +
      `WHERE database_name = ${quoteLiteral(database)} AND NOT internal AND table_name <> '__weir_batches' ORDER BY ALL`,
  )
  return rows.flatMap(([schema, table]) => (schema === 'main' ? [String(table)] : [`${schema}.${table}`]))
}
