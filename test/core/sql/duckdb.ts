import { DuckDBInstance } from '@duckdb/node-api'
import type { Relation } from '#core/relation/relation.ts'
import { type PrintOptions, printRelation } from '#core/sql/print.ts'

/** Runs a printed relation on a real DuckDB; all columns as text, hidden ones too. */
export const rowsOf = async (
  relation: Relation,
  options: PrintOptions = {},
): Promise<Record<string, string | null>[]> => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const reader = await connection.runAndReadAll(printRelation(relation, options))
    return reader
      .getRowObjects()
      .map(row => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v === null ? null : String(v)])))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
