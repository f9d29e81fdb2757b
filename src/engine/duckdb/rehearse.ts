import { rejectTables } from '#core/sql/print.ts'
import { quoteIdentifier } from '#core/sql/quote.ts'

/** A statement that makes its table as it would, but without rows; any other stays as it is. */
export const withoutRows = (sql: string): string => (/^CREATE TABLE [^(]* AS /.test(sql) ? `${sql} WITH NO DATA` : sql)

/** What a scan's rejects are read from, before it has read anything. */
export const emptyRejects = (name: string): string => {
  const { errors, scans } = rejectTables(name)
  const ids = 'CAST(0 AS UBIGINT) AS scan_id, CAST(0 AS UBIGINT) AS file_id'
  const made = (table: string) => `CREATE TEMP TABLE IF NOT EXISTS ${quoteIdentifier(table)} AS SELECT ${ids}`
  return (
    `${made(errors)}, CAST(0 AS UBIGINT) AS line, CAST(0 AS UBIGINT) AS column_idx, '' AS error_message, '' AS csv_line WHERE false; ` +
    `${made(scans)}, '' AS file_path WHERE false`
  )
}
