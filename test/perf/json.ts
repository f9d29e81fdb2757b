import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { measureReading, printMeasures, typesText, withFaults } from './csv.ts'
import { benchData } from './data.ts'
import type { Measure } from './measure.ts'

/** What is done to one record of a hundred. */
const faults = {
  'a record cut off': (line: string) => line.slice(0, -5),
  'a value that is no number': (line: string) => line.replace(/"order_id":\d+/, '"order_id":"many"'),
}

const writeLines = async (parquet: string, path: string): Promise<void> => {
  if (existsSync(path)) return
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (FROM read_parquet('${parquet}')) TO '${path}.part' (FORMAT json)`)
  connection.closeSync()
  instance.closeSync()
  renameSync(`${path}.part`, path)
}

/** Records on lines, clean, and files with 1 % of bad ones. */
export const measureJson = async (rows: number, times: number): Promise<readonly Measure[]> => {
  const { parquet, folder } = await benchData(rows)
  const lines = join(folder, 'orders.ndjson')
  await writeLines(parquet, lines)
  const files: [string, string, number][] = [['clean', lines, 1.5]]
  for (const [name, change] of Object.entries(faults)) {
    const path = join(folder, `${name.replaceAll(' ', '-')}.ndjson`)
    await withFaults(lines, path, change)
    files.push([`1 % with ${name}`, path, 2.5])
  }
  const read = `read_json('${lines}', format = 'newline_delimited', columns = ${typesText})`
  return measureReading({ title: 'JSON', kind: 'source.json', read, files }, rows, times)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [rows = Number(process.env.WEIR_BENCH_ROWS ?? 10_000_000), times = 5] = process.argv.slice(2).map(Number)
  printMeasures(await measureJson(rows, times))
}
