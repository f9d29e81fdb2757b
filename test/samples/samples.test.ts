import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, test } from 'vitest'
import type { Report } from '#core/report.ts'
import { sampleFiles } from '#test/tools/sample-data.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'weir-samples-'))

interface Expectation {
  readonly sinks: Readonly<Record<string, number>>
  readonly ports: Readonly<Record<string, number>>
  readonly rules?: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly badCells?: Readonly<Record<string, number>>
}

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const ran = (name: string) => {
  const folder = join(scratch, name)
  cpSync(join(root, 'samples', name), folder, { recursive: true, filter: path => !/\/(out|\.weir)(\/|$)/.test(path) })
  const report = join(folder, 'report.json')
  execFileSync(process.execPath, [
    join(root, 'dist/cli/weir.js'),
    'run',
    join(folder, `${name}.flow.json`),
    '--report',
    report,
  ])
  const expected = JSON.parse(readFileSync(join(folder, 'expected/expected.json'), 'utf8')) as Expectation
  return { folder, report: JSON.parse(readFileSync(report, 'utf8')) as Report, expected }
}

const parquetAsCsv = async (file: string, folder: string): Promise<string> => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const copy = join(folder, 'as.csv')
  await connection.run(`COPY (FROM '${file}' ORDER BY id) TO '${copy}' (HEADER true, DELIMITER ',')`)
  connection.closeSync()
  instance.closeSync()
  return readFileSync(copy, 'utf8')
}

describe.each(['customers', 'sales-mart', 'clickstream', 'clinics'])('the sample %s', name => {
  const sample = ran(name)

  test('ends well and counts what its script put in', () => {
    const { report, expected } = sample
    expect(report.run.status).toBe('succeeded')
    for (const [sink, rows] of Object.entries(expected.sinks)) expect(report.sinks[sink]?.rows, sink).toBe(rows)
    for (const [at, rows] of Object.entries(expected.ports)) {
      const [node, port] = at.split('.') as [string, string]
      expect(report.nodes[node]?.ports[port]?.rows, at).toBe(rows)
    }
    for (const [node, rules] of Object.entries(expected.rules ?? {}))
      expect(Object.fromEntries(report.nodes[node]!.rules!.map(r => [r.id, r.failed]))).toEqual(rules)
    for (const [node, cells] of Object.entries(expected.badCells ?? {}))
      expect(report.nodes[node]?.ports.out?.flagged).toBe(cells)
  })

  test('writes what comes out by plain loops, byte for byte', async () => {
    const { folder } = sample
    const pairs: Record<string, () => Promise<[string, string]>> = {
      customers: async () => [await parquetAsCsv(join(folder, 'out/good.parquet'), folder), 'expected/good.csv'],
      'sales-mart': async () => [readFileSync(join(folder, 'out/fact_sales.csv'), 'utf8'), 'expected/fact_sales.csv'],
      clinics: async () => [readFileSync(join(folder, 'out/good.csv'), 'utf8'), 'expected/good.csv'],
      clickstream: async () => [readFileSync(join(folder, 'out/windows.csv'), 'utf8'), 'expected/windows.csv'],
    }
    const [got, file] = await pairs[name]!()
    expect(got).toBe(readFileSync(join(folder, file), 'utf8'))
  })
})

test('the samples’ data are what the script makes', () => {
  for (const [path, text] of sampleFiles()) expect(readFileSync(join(root, path), 'utf8') === text, path).toBe(true)
})
