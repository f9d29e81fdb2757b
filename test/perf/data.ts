import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

/** Where the tables lie; made once for a number of rows. */
export interface BenchData {
  readonly folder: string
  readonly csv: string
  readonly parquet: string
}

/** Seven columns of orders, with a few per cent of faults: the same rows for the same number. */
const orders = (rows: number) => `
  SELECT
    i AS order_id,
    1 + hash(i) % 500000 AS customer_id,
    DATE '2020-01-01' + CAST(hash(i + 1) % 1500 AS INTEGER) AS order_date,
    CASE hash(i + 2) % 5 WHEN 0 THEN 'paid' WHEN 1 THEN 'shipped' WHEN 2 THEN ' Paid' WHEN 3 THEN 'open' ELSE 'cancelled' END AS status,
    CAST((CAST(hash(i + 3) % 120000 AS BIGINT) - 1200) / 100 AS DECIMAL(12, 2)) AS amount,
    CASE WHEN hash(i + 4) % 50 = 0 THEN 'no address' ELSE concat('user', hash(i + 5) % 900000, '@example.org') END AS email,
    CASE WHEN hash(i + 6) % 40 = 0 THEN NULL ELSE ['DE', 'IT', 'NO', 'GB', 'ES', 'UK'][CAST(1 + hash(i + 7) % 6 AS INTEGER)] END AS country
  FROM range(1, ${rows + 1}) AS r(i)`

/** Makes the tables where they are not there yet. */
export const benchData = async (rows: number): Promise<BenchData> => {
  const folder = join(tmpdir(), `weir-bench-${rows}`)
  const data = { folder, csv: join(folder, 'orders.csv'), parquet: join(folder, 'orders.parquet') }
  if (existsSync(data.csv) && existsSync(data.parquet)) return data
  mkdirSync(folder, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const [csv, parquet] = [`${data.csv}.part`, `${data.parquet}.part`]
  await connection.run(`COPY (${orders(rows)}) TO '${parquet}' (FORMAT parquet)`)
  await connection.run(`COPY (FROM read_parquet('${parquet}')) TO '${csv}' (FORMAT csv, HEADER true)`)
  connection.closeSync()
  instance.closeSync()
  renameSync(parquet, data.parquet)
  renameSync(csv, data.csv)
  return data
}
