import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import type { RunSummary } from '#core/history.ts'
import type { Report } from '#core/report.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { flowText, ordersFiles, ordersFlow, weir } from './weir.ts'

const run = (folder: string, ...args: string[]) => weir(['run', 'orders.flow.json', ...args], { folder })
const runs = (folder: string, ...args: string[]) => weir(['runs', ...args], { folder })
const listed = async (folder: string, ...args: string[]) =>
  (JSON.parse((await runs(folder, ...args, '--format', 'json')).out) as { runs: readonly RunSummary[] }).runs
const reportOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report

const stopping = (flow: typeof ordersFlow) => ({
  ...flow,
  nodes: {
    ...flow.nodes,
    gate: { kind: 'validate.gate', version: 1, settings: { limits: [{ rule: 'mail', stop: { count: 0 } }] } },
  },
  edges: [...flow.edges, { from: 'check.out', to: 'gate.in' }],
})

describe('weir runs', () => {
  it('lists what ran, newest first, as a table and as JSON', async () => {
    const folder = testFolder({
      ...ordersFiles(),
      'gated.flow.json': flowText(stopping(ordersFlow)),
    })
    expect((await run(folder, '--param', 'least=15', '--report', 'report.json')).code).toBe(0)
    const gated = await weir(['run', 'gated.flow.json'], { folder })
    expect(gated.code).toBe(3)
    expect(gated.err).toMatch(
      /E-GATE: gate: In `gate`, 1 of 4 \(25\.0 %\) arriving rows have a flag of the rule `mail`/,
    )
    const { run: first, quality } = reportOf(folder)
    const all = await listed(folder)
    expect(all.map(({ flow, status, rows, flaggedRows }) => [flow, status, rows, flaggedRows])).toEqual([
      ['gated.flow.json', 'gated', 0, 1],
      ['orders.flow.json', 'succeeded', 3, 1],
    ])
    expect(all[1]).toEqual({
      id: first.id,
      flow: 'orders.flow.json',
      name: 'Orders',
      status: 'succeeded',
      startedAt: first.startedAt,
      finishedAt: first.finishedAt,
      asOf: first.asOf,
      params: { least: 15 },
      ms: Date.parse(first.finishedAt) - Date.parse(first.startedAt),
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      rowsIn: 4,
      bytesIn: expect.any(Number),
      dataAt: expect.stringMatching(/Z$/),
      rows: 3,
      bytes: expect.any(Number),
      memoryBytes: expect.any(Number),
      spilledBytes: 0,
      flaggedRows: 1,
      score: quality.score,
    })
    const { code, out, err } = await runs(folder)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const [head, , newest, older] = out.split('\n')
    expect(head).toMatch(
      /^started +flow +status +ms +rows out +flagged +score +rows in +rows\/s +MB in +MB out +MB held +MB spilled$/,
    )
    expect(newest).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ +gated\.flow\.json +gated +[\d,]+ +0 +1 +0\.\d{3} +4 +[\d,]+ +0\.0 +0\.0 +[\d.]+ +0\.0$/,
    )
    expect(older).toMatch(/ orders\.flow\.json +succeeded +[\d,]+ +3 +1 +0\.\d{3} /)
    expect((await runs(folder, 'orders.flow.json')).out).not.toContain('gated')
    expect(await listed(folder, '--limit', '1')).toHaveLength(1)
    expect((await runs(folder, '--clear')).code).toBe(2)
    expect(existsSync(join(folder, '.weir/runs', `${first.id}.json`))).toBe(true)
    expect((await runs(folder, 'orders.flow.json', '--clear')).err).toBe('1 run of orders.flow.json forgotten.\n')
    expect(existsSync(join(folder, '.weir/runs', `${first.id}.json`))).toBe(false)
    expect((await listed(folder)).map(({ flow }) => flow)).toEqual(['gated.flow.json'])
  })

  it('finds the runs beside the flow from any folder, and those of another state folder', async () => {
    const folder = testFolder(ordersFiles())
    mkdirSync(join(folder, 'deep'))
    expect((await run(folder)).code).toBe(0)
    expect((await run(folder, '--state', 'deep/state')).code).toBe(0)
    expect(await listed(join(folder, 'deep'), '../orders.flow.json')).toHaveLength(1)
    const others = await listed(folder, 'orders.flow.json', '--state', 'deep/state')
    expect(others.map(({ flow }) => flow)).toEqual(['../orders.flow.json'])
    // the runs of a flow outlive its file, and move with the folder
    const moved = join(folder, 'deep/moved')
    cpSync(join(folder, '.weir'), join(moved, '.weir'), { recursive: true })
    expect(await listed(moved, 'orders.flow.json')).toHaveLength(1)
  })

  it('records runs that failed, and none that could not begin', async () => {
    const folder = testFolder(ordersFiles())
    expect((await run(folder, '--to', 'nobody')).code).toBe(2)
    expect(existsSync(join(folder, '.weir/history.duckdb'))).toBe(false)
    mkdirSync(join(folder, 'out/good.csv'), { recursive: true })
    expect((await run(folder)).code).toBe(1)
    expect((await listed(folder)).map(({ status, rows }) => [status, rows])).toEqual([['failed', null]])
  })

  it('says where nothing ran yet, and which flow was meant', async () => {
    const folder = testFolder(ordersFiles())
    const none = await runs(folder, 'orders.flow.json')
    expect(none.code).toBe(0)
    expect(none.err).toMatch(/No runs of orders\.flow\.json are recorded in .*\.weir\./)
    expect(await listed(folder)).toEqual([])
    expect((await run(folder)).code).toBe(0)
    const { code, err } = await runs(folder, 'order.flow.json')
    expect(code).toBe(1)
    expect(err).toMatch(/E-FILE-MISSING: .*`order\.flow\.json`.* Hint: did you mean `orders\.flow\.json`\?/)
    expect((await runs(folder, '--limit', 'x')).code).toBe(2)
    expect((await weir(['help', 'runs'], { folder })).out).toMatch(/1,000 runs/)
  })

  it('of a damaged history is an error, and a run beside it succeeds with a warning', async () => {
    const folder = testFolder(ordersFiles())
    mkdirSync(join(folder, '.weir'))
    const file = join(folder, '.weir/history.duckdb')
    writeFileSync(file, 'not a database')
    const { code, err } = await run(folder, '--report', 'report.json')
    expect(code).toBe(0)
    expect(err).toMatch(
      /warning W-HISTORY: The run history `.*history\.duckdb` cannot be used: it is damaged\. Hint: Move/,
    )
    expect(reportOf(folder)).toMatchObject({ run: { status: 'succeeded' }, problems: [{ code: 'W-HISTORY' }] })
    expect(readFileSync(file, 'utf8')).toBe('not a database')
    const asked = await runs(folder)
    expect(asked.code).toBe(1)
    expect(asked.err).toMatch(/error E-HISTORY: .*it is damaged/)
  })

  it('remember that the manifest of a run could not be written', async () => {
    const folder = testFolder(ordersFiles())
    mkdirSync(join(folder, '.weir'))
    writeFileSync(join(folder, '.weir/runs'), 'no folder')
    const { code, err } = await run(folder, '--report', 'report.json')
    expect(code).toBe(0)
    expect(err).toMatch(/warning W-MANIFEST: The manifest/)
    expect(reportOf(folder).problems).toMatchObject([{ code: 'W-MANIFEST' }])
    const instance = await DuckDBInstance.create(join(folder, '.weir/history.duckdb'), { access_mode: 'READ_ONLY' })
    const connection = await instance.connect()
    const found = await connection.runAndReadAll('SELECT problems FROM runs')
    connection.closeSync()
    instance.closeSync()
    expect(JSON.parse(String(found.getRows()[0]![0]))).toEqual(reportOf(folder).problems)
  })

  it.skipIf(process.getuid?.() === 0)('that may not be written is a warning of the run', async () => {
    const folder = testFolder(ordersFiles())
    expect((await run(folder)).code).toBe(0)
    chmodSync(join(folder, '.weir/history.duckdb'), 0o444)
    const { code, err } = await run(folder)
    expect(code).toBe(0)
    expect(err).toMatch(/warning W-HISTORY: .*may not be read or written/)
    expect(await listed(folder)).toHaveLength(1)
  })
})
