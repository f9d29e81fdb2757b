import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { linesSql, tables } from './tables.ts'

/** Writes the eight tables of TPC-H to a folder, `lineitem.parquet` and so on: the same rows for the same scale and seed. */
export const generateTpch = async (folder: string, scale: number, seed = 1): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    await connection.run(`CREATE TABLE lines AS ${linesSql(scale, seed)}`)
    for (const { name, sql } of tables(scale, seed))
      await connection.run(
        `COPY (${sql}) TO '${join(folder, `${name}.parquet`).replaceAll("'", "''")}' (FORMAT parquet)`,
      )
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
