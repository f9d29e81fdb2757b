import { noteKey } from '#core/pin/note.ts'
import type { Relation } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { functionName, literalPath, quoteIdentifier, quoteLiteral, quotePath } from '#core/sql/quote.ts'

export type CopyOptions = Readonly<Record<string, string | boolean | readonly string[]>>

/** Options whose values are names of columns. */
const columnOptions = new Set(['partition_by', 'force_quote'])

const option = (name: string, value: CopyOptions[string]): string => {
  if (typeof value === 'boolean') return `${functionName(name)} ${value}`
  if (typeof value === 'string') return `${functionName(name)} ${quoteLiteral(value)}`
  const quote = columnOptions.has(name.toLowerCase()) ? quoteIdentifier : quoteLiteral
  return `${functionName(name)} (${value.map(quote).join(', ')})`
}

/** Writes the visible columns of a relation to a file or, with `partition_by`, to a folder. */
export const copyStatement = (
  relation: Relation,
  path: string,
  format: 'csv' | 'parquet' | 'json',
  options: CopyOptions,
): string => {
  const given = Object.entries(options).map(([name, value]) => option(name, value))
  return `COPY (${printRelation(relation, { visibleOnly: true })}) TO ${quoteLiteral(path)} (${[`FORMAT ${format}`, ...given].join(', ')})`
}

/** Writes rows with their hidden columns to a Parquet file that says a note of itself. */
export const freezeStatement = (relation: Relation, path: string, note: string): string =>
  `COPY (${printRelation(relation)}) TO ${quoteLiteral(path)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {${noteKey}: ${quoteLiteral(note)}})`

/** All columns of Parquet files, those in the names of their folders with them. */
export const parquetStatement = (files: readonly string[]): string =>
  `SELECT * FROM read_parquet(${list(files)}, hive_partitioning = true)`

const list = (paths: readonly string[]): string => `[${paths.map(quotePath).join(', ')}]`

/** What COPY and read_csv call the same. */
const asRead = { delimiter: 'delim', quote: 'quote', escape: 'escape', header: 'header' }

/** A CSV's options, as read_csv calls them. */
export const asCsv = (options: CopyOptions): readonly string[] =>
  Object.entries(asRead).flatMap(([written, read]) => {
    const value = options[written]
    if (value === undefined) return []
    return [`${read} = ${typeof value === 'boolean' ? value : quoteLiteral(String(value))}`]
  })

/** How many rows a file has that a COPY with such options wrote. */
export const countStatement = (
  paths: string | readonly string[],
  format: 'csv' | 'parquet' | 'json',
  options: CopyOptions,
): string => {
  const path = [paths].flat()
  if (format === 'parquet') {
    const isFolder = options.partition_by !== undefined
    const files = path.map(each => (isFolder ? quoteLiteral(`${literalPath(each)}/**/*.parquet`) : quotePath(each)))
    return `SELECT count(*) FROM read_parquet([${files.join(', ')}])`
  }
  if (format === 'json') return `SELECT count(*) FROM read_json_objects(${list(path)}, format = 'auto')`
  return `SELECT count(*) FROM read_csv(${[list(path), 'all_varchar = true', ...asCsv(options)].join(', ')})`
}

/** Packs the bytes of a file as its name's end says. */
export const packStatement = (from: string, to: string, compression: 'gzip' | 'zstd'): string =>
  `COPY (SELECT content FROM read_blob(${quotePath(from)})) TO ${quoteLiteral(to)} (FORMAT blob, COMPRESSION ${compression})`
