import type { DuckDBValue } from '@duckdb/node-api'
import type { Column } from '#core/relation/relation.ts'
import type { QueryOptions, Session } from './session.ts'
import { type JsonValue, toJson } from './value.ts'

/** Rows as JSON values, with the columns they stand under. */
export interface Page {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly JsonValue[])[]
}

/** More than a page may ever ask for. */
const pageLimit = 10_000

/** Reads a page chunk by chunk; `limit` rows at most, even where the statement would give more. */
export const readPage = async (
  session: Session,
  sql: string,
  limit: number,
  options: QueryOptions = {},
): Promise<Page> => {
  if (limit > pageLimit) throw new Error(`A page has at most ${pageLimit} rows, and ${limit} were asked for`)
  const { columns, types, rows } = await session.query(sql, { ...options, atMost: limit })
  return { columns, rows: rows.map(row => row.map((value: DuckDBValue, i) => toJson(value, types[i]))) }
}
