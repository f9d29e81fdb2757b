import { DuckDBInstance } from '@duckdb/node-api'

/** The statements that a person would write for the flow's two files, each row judged once. */
export const handWritten = (source: string, out: string): readonly string[] => [
  `CREATE TEMP TABLE checked AS
   SELECT order_id, customer_id, order_date, lower(trim(status)) AS status, amount, lower(trim(email)) AS email, country,
     (CASE WHEN email IS NOT NULL AND NOT regexp_full_match(lower(trim(email)), '[a-z0-9.!#$%&''*+/=?^_\`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*') THEN 1 ELSE 0 END
      | CASE WHEN amount < 0 THEN 2 ELSE 0 END
      | CASE WHEN country IS NULL THEN 4 ELSE 0 END
      | CASE WHEN country NOT IN ('DE', 'IT', 'NO', 'GB', 'ES') THEN 8 ELSE 0 END) AS mask
   FROM ${source}
   WHERE lower(trim(status)) <> 'cancelled'`,
  'SELECT mask, count(*) FROM checked GROUP BY mask',
  `COPY (SELECT date_trunc('month', order_date) AS month, status, count(*) AS orders, sum(CAST(amount AS DECIMAL(12, 2))) AS amount
     FROM checked WHERE mask & 7 = 0 GROUP BY ALL ORDER BY ALL) TO '${out}/by_month.csv' (HEADER true)`,
  `COPY (SELECT order_id, customer_id, order_date, status, amount, email, country FROM checked WHERE mask & 7 <> 0)
     TO '${out}/rejected.parquet' (FORMAT parquet, COMPRESSION zstd)`,
]

const [source, out] = process.argv.slice(2)
if (source && out) {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  for (const statement of handWritten(source, out)) await connection.run(statement)
  connection.closeSync()
  instance.closeSync()
}
