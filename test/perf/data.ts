import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { BenchFiles } from './flow.ts'

/** Where the tables lie; made once for a number of rows. */
export interface BenchData {
  readonly folder: string
  /** Orders. */
  readonly csv: string
  readonly parquet: string
  /** Both tables by format. */
  readonly files: Readonly<Record<'csv' | 'parquet', BenchFiles>>
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

/** As many as have the first numbers of those that order. */
const customers = (rows: number) => `
  SELECT
    i AS customer_id,
    CASE hash(i) % 4 WHEN 0 THEN 'company' WHEN 1 THEN 'school' ELSE 'person' END AS segment,
    concat('Customer ', i) AS name
  FROM range(1, ${rows / 20 + 1}) AS r(i)`

/** Makes the tables where they are not there yet. */
export const benchData = async (rows: number): Promise<BenchData> => {
  const folder = join(tmpdir(), `weir-bench-${rows}`)
  const filesOf = (end: string): BenchFiles => ({
    orders: join(folder, `orders.${end}`),
    customers: join(folder, `customers.${end}`),
  })
  const files = { csv: filesOf('csv'), parquet: filesOf('parquet') }
  const { csv, parquet } = files
  const data = { folder, csv: csv.orders, parquet: parquet.orders, files }
  mkdirSync(folder, { recursive: true })
  for (const [table, sql] of [
    ['orders', orders(rows)],
    ['customers', customers(rows)],
  ] as const)
    if (![csv[table], parquet[table]].every(existsSync)) await write(sql, parquet[table], csv[table])
  return data
}

const write = async (sql: string, parquet: string, csv: string): Promise<void> => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (${sql}) TO '${parquet}.part' (FORMAT parquet)`)
  await connection.run(`COPY (FROM read_parquet('${parquet}.part')) TO '${csv}.part' (FORMAT csv, HEADER true)`)
  connection.closeSync()
  instance.closeSync()
  renameSync(`${parquet}.part`, parquet)
  renameSync(`${csv}.part`, csv)
}
