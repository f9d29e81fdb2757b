import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunOptions } from '#engine/api.ts'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

const rows = (ids: readonly number[]) =>
  [
    'source.inline',
    {
      columns: [
        { name: 'id', type: 'INTEGER' },
        { name: 'mail', type: 'VARCHAR' },
      ],
      rows: ids.map(id => [String(id), id % 2 === 0 ? 'a@x.org' : 'none']),
    },
  ] as const

const rules = [{ id: 'mail', kind: 'format', columns: ['mail'], format: 'email' }]
const table = { path: 'shop.duckdb', keys: ['id'] }

/** A flow with a sink of every sort. */
const everySink = (ids: readonly number[], batch = 'one') =>
  flowOf(
    {
      rows: rows(ids),
      check: ['validate.rules', { rules }],
      csv: ['sink.csv', { path: 'a.csv', delimiter: ';' }],
      split: ['sink.csv', { path: 's.csv.gz', flagged: 'split' }],
      log: ['sink.csv', { path: 'log.csv', ifExists: 'append', batch }],
      json: ['sink.json', { path: 'a.json', format: 'array' }],
      parquet: ['sink.parquet', { path: 'a.parquet', flagged: 'leave_out' }],
      folder: ['sink.parquet', { path: 'parts', partitionBy: ['mail'] }],
      anew: ['sink.duckdb', { ...table, table: 'anew' }],
      upsert: ['sink.duckdb', { ...table, table: 'upsert', mode: 'upsert' }],
      batches: ['sink.duckdb', { ...table, table: 'batches', mode: 'append', batch }],
      report: ['sink.report', { path: 'q.html' }],
      kept: ['sink.quarantine', { keys: ['id'] }],
    },
    [
      'rows.out check.in',
      ...['csv', 'split', 'log', 'json', 'parquet', 'folder', 'anew', 'upsert', 'batches', 'report'].map(
        sink => `check.out ${sink}.in`,
      ),
      'check.reject kept.in',
    ],
  )

/** All that lies in a folder, with when it was last written. */
const lying = async (folder: string) => {
  const names = (await readdir(folder, { recursive: true })).sort()
  return Promise.all(
    names.map(async name => {
      const found = await stat(join(folder, name))
      const bytes = found.isFile() ? (await readFile(join(folder, name))).toString('hex') : ''
      return [name, found.mtimeMs, bytes]
    }),
  )
}

const planned = async (folder: string, flow: ReturnType<typeof everySink>, more: Partial<RunOptions> = {}) => {
  const before = await lying(folder)
  const { report, problems, exitCode } = await runner.run(folder, flow, { dryRun: true, ...more })
  expect(await lying(folder)).toEqual(before)
  expect(Object.values(report.sinks).filter(({ published }) => published)).toEqual([])
  const sinks = Object.entries(report.sinks).map(([id, sink]) => [id, sink.planned ?? null])
  return { exitCode, problems, sinks: Object.fromEntries(sinks) }
}

const plan = (creates: boolean, inserted: number, updated = 0, deleted: number | null = 0) => ({
  creates,
  inserted,
  updated,
  deleted,
})

describe('a dry run', () => {
  it('says of every sink what would be made where nothing is, and makes nothing', async () => {
    const folder = await temporaryFolder()
    const { exitCode, sinks } = await planned(folder, everySink([1, 2, 3, 4]))
    expect(exitCode).toBe(0)
    const { parquet, report, kept, ...others } = sinks
    expect(Object.values(others)).toEqual(Object.keys(others).map(() => plan(true, 4)))
    expect([parquet, report, kept]).toEqual([plan(true, 2), plan(true, 0), null])
    expect(await readdir(folder)).toEqual([])
  })

  it('counts against what lies there, as the run then finds it', async () => {
    const folder = await temporaryFolder()
    expect((await runner.run(folder, everySink([1, 2, 3, 4]))).exitCode).toBe(0)
    const flow = everySink([3, 4, 5, 6, 8], 'two')
    const { sinks } = await planned(folder, flow)
    expect(sinks).toEqual({
      csv: plan(false, 5, 0, 4),
      split: plan(false, 5, 0, 4),
      log: plan(false, 5),
      json: plan(false, 5, 0, 4),
      parquet: plan(false, 3, 0, 2),
      folder: plan(false, 5, 0, 4),
      anew: plan(false, 5, 0, 4),
      upsert: plan(false, 3, 2),
      batches: plan(false, 5),
      report: plan(false, 0),
      kept: null,
    })
    expect((await runner.run(folder, flow)).exitCode).toBe(0)
    const [[found]] = (await runner.rows(
      `SELECT (SELECT count(*) FROM read_duckdb('${folder}/shop.duckdb', table_name = 'upsert'))::INT`,
    )) as [[number]]
    expect(found).toBe(4 + 3)
  })

  it('knows a batch that is there', async () => {
    const folder = await temporaryFolder()
    await runner.run(folder, everySink([1, 2]))
    const { sinks, problems } = await planned(folder, everySink([1, 2]))
    expect([sinks.log, sinks.batches]).toEqual([plan(false, 0), plan(false, 0)])
    expect(problems.map(({ code }) => code)).toEqual(['I-BATCH-KNOWN', 'I-BATCH-KNOWN'])
  })

  it('ends as the run would: rows that do not fit, a gate, a wrong setting', async () => {
    const folder = await temporaryFolder()
    const twice = await planned(folder, everySink([1, 1]))
    expect(twice).toMatchObject({ exitCode: 1, problems: [{ code: 'E-TARGET-KEYS', node: 'upsert' }] })
    const flow = everySink([1])
    const gate = { error: { stop: { count: 0 } } }
    const gated = { ...flow.nodes, check: { kind: 'validate.rules', version: 1, settings: { rules, gate } } }
    expect(await planned(folder, { ...flow, nodes: gated })).toMatchObject({ exitCode: 3 })
    const wrong = { ...flow.nodes, csv: { kind: 'sink.csv', version: 1, settings: { paht: 'a.csv' } } }
    expect(await planned(folder, { ...flow, nodes: wrong })).toMatchObject({ exitCode: 2 })
  })
})
