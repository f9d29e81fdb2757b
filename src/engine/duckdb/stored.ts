import type { Relation } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { quoteIdentifier, quoteLiteral } from '#core/sql/quote.ts'

/** A table in an attached database file, with its columns in DuckDB's types. */
export interface StoredTable {
  readonly database: string
  readonly name: string
  readonly columns: Readonly<Record<string, string>>
}

export interface AttachOptions {
  readonly readOnly?: boolean
  /** Of a file that is made; small ones keep a file of few rows small. */
  readonly blockSize?: number
  /** Of a file that is made: rows that are written anew together, when some are added to the last of them. */
  readonly rowGroupSize?: number
}

export const attachStatement = (
  path: string,
  database: string,
  { readOnly, blockSize, rowGroupSize }: AttachOptions,
): string => {
  const options = [
    'TYPE duckdb',
    ...(readOnly ? ['READ_ONLY'] : []),
    ...(blockSize === undefined ? [] : [`BLOCK_SIZE ${blockSize}`]),
    ...(rowGroupSize === undefined ? [] : [`ROW_GROUP_SIZE ${rowGroupSize}`]),
  ]
  return `ATTACH ${quoteLiteral(path)} AS ${quoteIdentifier(database)} (${options.join(', ')})`
}

export const detachStatement = (database: string): string => `DETACH ${quoteIdentifier(database)}`

/** Moves what was written into the file itself, which detaching does not change any more. */
export const checkpointStatement = (database: string): string => `CHECKPOINT ${quoteIdentifier(database)}`

const placeOf = ({ database, name }: StoredTable): string => `${quoteIdentifier(database)}.${quoteIdentifier(name)}`

/** `packed`: whether DuckDB looks for the best compression of each column, whenever it writes rows of it. */
export const createStatement = (table: StoredTable, packed: boolean): string => {
  const plain = (type: string) => (packed || type.endsWith(']') ? '' : ' USING COMPRESSION uncompressed')
  const columns = Object.entries(table.columns).map(([name, type]) => `${quoteIdentifier(name)} ${type}${plain(type)}`)
  return `CREATE TABLE ${placeOf(table)} (${columns.join(', ')})`
}

/** Adds the rows that its one value holds: a JSON array of objects with every column as a key. */
export const insertStatement = (table: StoredTable): string => {
  const names = Object.keys(table.columns).map(quoteIdentifier)
  const shape = quoteLiteral(JSON.stringify([table.columns]))
  const cells = names.map(name => `each.${name}`).join(', ')
  return `INSERT INTO ${placeOf(table)} (${names.join(', ')}) SELECT ${cells} FROM (SELECT unnest(from_json_strict($1, ${shape})) AS each)`
}

const isListed = (column: string): string =>
  `${quoteIdentifier(column)} IN (SELECT unnest(from_json_strict($1, '["VARCHAR"]')))`

/** All rows whose column has the text of its one value. */
export const selectStatement = (table: StoredTable, column: string): string =>
  `SELECT * FROM ${placeOf(table)} WHERE ${quoteIdentifier(column)} = $1`

/** Rows of several tables, each as its table's name and a JSON object: those whose column has one of the texts of its one value, a JSON array. */
export const selectAllStatement = (tables: readonly StoredTable[], column: string): string => {
  const rows = tables.map(
    table =>
      `SELECT ${quoteLiteral(table.name)}, CAST(to_json(each) AS VARCHAR) FROM ${placeOf(table)} AS each WHERE each.${quoteIdentifier(column)} IN (SELECT one FROM wanted)`,
  )
  const wanted = `SELECT unnest(from_json_strict($1, '["VARCHAR"]')) AS one`
  return `WITH wanted AS MATERIALIZED (${wanted}) ${rows.join(' UNION ALL ')}`
}

/** Removes the rows whose column has one of the texts of its one value, a JSON array. */
export const deleteStatement = (table: StoredTable, column: string): string =>
  `DELETE FROM ${placeOf(table)} WHERE ${isListed(column)}`

/** Rows of a relation under a name, for this connection alone and until the next one of that name. */
export const temporaryView = (name: string, relation: Relation): string =>
  `CREATE OR REPLACE TEMPORARY VIEW ${quoteIdentifier(name)} AS ${printRelation(relation, { visibleOnly: true })}`
