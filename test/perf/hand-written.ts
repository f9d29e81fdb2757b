import { type Light, lights } from './flow.ts'

/** Tables as DuckDB reads them: `read_csv('…')`. */
export interface Sources {
  readonly orders: string
  readonly customers: string
}

/** The statements that a person would write for the flow's three files, each row judged once. */
export const handWritten = ({ orders, customers }: Sources, out: string): readonly string[] => [
  `CREATE TEMP TABLE checked AS
   SELECT order_id, customer_id, order_date, lower(trim(status)) AS status, amount, lower(trim(email)) AS email, country,
     (CASE WHEN email IS NOT NULL AND NOT regexp_full_match(lower(trim(email)), '[a-z0-9.!#$%&''*+/=?^_\`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*') THEN 1 ELSE 0 END
      | CASE WHEN amount < 0 THEN 2 ELSE 0 END
      | CASE WHEN country IS NULL THEN 4 ELSE 0 END
      | CASE WHEN country NOT IN ('DE', 'IT', 'NO', 'GB', 'ES') THEN 8 ELSE 0 END) AS mask
   FROM ${orders}
   WHERE lower(trim(status)) <> 'cancelled'`,
  `COPY (SELECT date_trunc('month', order_date) AS month, segment, count(*) AS orders, sum(CAST(amount AS DECIMAL(12, 2))) AS amount
     FROM checked JOIN ${customers} USING (customer_id) WHERE mask & 7 = 0 GROUP BY ALL ORDER BY ALL) TO '${out}/by_month.csv' (HEADER true)`,
  `COPY (SELECT order_id, customer_id, order_date, status, amount, email, country FROM checked WHERE mask & 7 = 0 AND amount >= 1000)
     TO '${out}/large.parquet' (FORMAT parquet, COMPRESSION zstd)`,
  `COPY (SELECT order_id, customer_id, order_date, status, amount, email, country FROM checked WHERE mask & 7 <> 0)
     TO '${out}/rejected.parquet' (FORMAT parquet, COMPRESSION zstd)`,
]

/** What the flow's report says of its nodes' rows beside those of tables and files. */
export const handCounts = ({ orders, customers }: Sources): readonly string[] => [
  'SELECT mask, count(*) FROM checked GROUP BY mask',
  `SELECT count(*) FROM ${orders}`,
  `SELECT count(*) FROM ${customers}`,
  `SELECT count(*) FROM checked WHERE mask & 7 = 0 AND customer_id IN (SELECT customer_id FROM ${customers})`,
]

const inside = (before: string, light: Light): string =>
  'where' in light
    ? `SELECT * FROM (${before}) WHERE ${light.where}`
    : `SELECT * REPLACE (${light.expression} AS ${light.name}) FROM (${before})`

/** The one statement that the chain means. */
export const handChain = ({ orders }: Sources, out: string): readonly string[] => [
  `COPY (${lights.reduce(inside, `SELECT * FROM ${orders}`)}) TO '${out}/chain.parquet' (FORMAT parquet, COMPRESSION zstd)`,
]

/** A program of DuckDB's own interface that runs statements one after another. */
export const program = (statements: readonly string[]): string =>
  `import { DuckDBInstance } from '@duckdb/node-api'
   const connection = await (await DuckDBInstance.create(':memory:')).connect()
   for (const statement of ${JSON.stringify(statements)}) await connection.run(statement)`
