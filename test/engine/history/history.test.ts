import { cp, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NodeReport } from '#core/report.ts'
import { openHistory } from '#engine/history/history.ts'
import { flowKey, keptRuns } from '#engine/history/key.ts'
import { databaseOfTests } from '../duckdb/session-of-tests.ts'
import { temporaryFolder } from '../run/temp-folder.ts'
import { anyReport, reportOf } from './reports.ts'

const { database } = databaseOfTests()
const historyIn = (state: string) => openHistory(database().connect, state)
const ids = (runs: readonly { readonly id: string }[]) => runs.map(({ id }) => id)

const judged = (rows: number, failed: number): NodeReport => ({
  status: 'ran',
  ms: 3,
  ports: { in: { rows }, out: { rows, flagged: failed } },
  rules: [
    {
      id: 'mail',
      kind: 'format',
      columns: ['email'],
      dimension: 'validity',
      severity: 'error',
      evaluated: rows,
      failed,
      gate: null,
    },
  ],
  quality: { score: 1 - failed / rows, dimensions: { validity: 1 - failed / rows } },
})

describe('the run history', () => {
  it('gives back any report as it was recorded', async () => {
    const history = historyIn(await temporaryFolder())
    const check = async (report: Parameters<typeof history.record>[1]) => {
      await history.record('any.flow.json', report)
      expect(await history.report(report.run.id)).toEqual(report)
    }
    await fc.assert(fc.asyncProperty(anyReport, check), { numRuns: 25 })
  })

  it('records problems that are found while it is written', async () => {
    const history = historyIn(await temporaryFolder())
    const late = [{ code: 'W-MANIFEST', severity: 'warning', message: 'The manifest was not written.' }] as const
    await history.record('a', reportOf(1), setTimeout(20, late))
    expect(await history.report('run-1')).toEqual({ ...reportOf(1), problems: late })
  })

  it('is empty where nothing ran yet, and asking makes no file', async () => {
    const state = join(await temporaryFolder(), '.weir')
    const history = historyIn(state)
    expect(await history.runs(null, 10)).toEqual([])
    expect(await history.trend('a', 10)).toEqual([])
    expect(await history.report('x')).toBe(null)
    expect((await history.lastGood('a')).node('n')).toBe(null)
    await expect(stat(state)).rejects.toThrow('ENOENT')
  })

  it('lists runs newest first, of one flow or of all that share the folder', async () => {
    const history = historyIn(await temporaryFolder())
    const sinks = {
      good: { target: 'good.csv', rows: 7, bytes: 70, published: true },
      bad: { target: 'bad.csv', rows: 2, bytes: 20, published: true },
    }
    const quality = { score: 0.75, flaggedRows: 2, dimensions: { validity: 0.75 } }
    await history.record('a', reportOf(1, { params: { since: '2024-01-01' } }, { sinks, quality }))
    await history.record('b', reportOf(3, { status: 'gated' }))
    await history.record(
      'a',
      reportOf(2, { status: 'failed' }, { sinks: { good: { ...sinks.good, published: false } } }),
    )
    expect(ids(await history.runs(null, 10))).toEqual(['run-3', 'run-2', 'run-1'])
    expect(ids(await history.runs('a', 1))).toEqual(['run-2'])
    const [failed, first] = await history.runs('a', 10)
    expect(failed).toMatchObject({ status: 'failed', rows: 0 })
    expect(first).toEqual({
      id: 'run-1',
      flow: 'a',
      name: 'Orders',
      sha256: 'abc',
      status: 'succeeded',
      startedAt: '2024-01-01T00:01:00.000Z',
      finishedAt: '2024-01-01T00:01:02.000Z',
      asOf: '2024-01-01T00:00:00.000Z',
      params: { since: '2024-01-01' },
      ms: 2000,
      rowsIn: null,
      bytesIn: null,
      dataAt: null,
      rows: 9,
      bytes: 90,
      memoryBytes: null,
      spilledBytes: null,
      flaggedRows: 2,
      score: 0.75,
    })
    expect((await history.runs('b', 10))[0]?.rows).toBe(null)
  })

  it('tells what a run read and held, in all', async () => {
    const history = historyIn(await temporaryFolder())
    const source = (rows: number, modified: string): NodeReport => ({
      status: 'ran',
      ms: 4,
      ports: { out: { rows }, reject: { rows: 1 } },
      read: { files: 2, bytes: 500, modified },
    })
    const nodes = {
      orders: source(10, '2024-01-01T00:00:00.000Z'),
      items: source(20, '2023-12-31T00:00:00.000Z'),
      check: judged(30, 1),
    }
    const usage = { memoryBytes: 7_000_000, spilledBytes: 0 }
    await history.record('a', reportOf(1, { usage }, { nodes }))
    expect((await history.runs('a', 1))[0]).toMatchObject({
      rowsIn: 32,
      bytesIn: 1000,
      dataAt: '2024-01-01T00:00:00.000Z',
      ...usage,
    })
  })

  it('of an older version is brought to this one with all that it holds', async () => {
    const state = await temporaryFolder()
    const history = historyIn(state)
    const nodes = { check: judged(10, 1) }
    await history.record('a', reportOf(1, {}, { nodes }))
    const session = await database().connect()
    await session.execute(`ATTACH '${join(state, 'history.duckdb')}' AS direct`)
    for (const column of ['rows_in', 'bytes_in', 'data_at', 'memory_bytes', 'spilled_bytes'])
      await session.execute(`ALTER TABLE direct.runs DROP COLUMN ${column}`)
    for (const column of ['files', 'bytes', 'modified'])
      await session.execute(`ALTER TABLE direct.nodes DROP COLUMN ${column}`)
    await session.execute("UPDATE direct.meta SET value = '1'; DETACH direct")
    expect(await history.report('run-1')).toEqual(reportOf(1, {}, { nodes }))
    await session.execute(`ATTACH '${join(state, 'history.duckdb')}' AS direct`)
    expect(await session.value('SELECT value FROM direct.meta')).toBe('2')
    await session.execute("ALTER TABLE direct.runs DROP COLUMN rows_in; UPDATE direct.meta SET value = '1'")
    await session.execute('DETACH direct')
    // what the upgrade finds there already keeps it from being one: nothing is half done
    await expect(history.record('a', reportOf(2))).rejects.toThrow('cannot be used')
    await session.execute(`ATTACH '${join(state, 'history.duckdb')}' AS direct`)
    expect(await session.value('SELECT value FROM direct.meta')).toBe('1')
    await session.execute('DETACH direct')
    session.close()
  })

  it('tells the trend oldest first, with the scores and the counts of each rule', async () => {
    const history = historyIn(await temporaryFolder())
    for (const minute of [1, 2, 3]) {
      const check = judged(10, minute)
      await history.record(
        'a',
        reportOf(minute, {}, { nodes: { check }, quality: { ...check.quality!, flaggedRows: minute } }),
      )
    }
    const trend = await history.trend('a', 2)
    expect(trend.map(({ id, score, flaggedRows }) => [id, score, flaggedRows])).toEqual([
      ['run-2', 0.8, 2],
      ['run-3', 0.7, 3],
    ])
    expect(trend[1]).toMatchObject({
      status: 'succeeded',
      dimensions: { validity: 0.7 },
      rules: [{ node: 'check', rule: 'mail', evaluated: 10, failed: 3 }],
    })
  })

  it('knows of each node the last good run in which it ran', async () => {
    const history = historyIn(await temporaryFolder())
    const skipped: NodeReport = { status: 'skipped', ms: 0, ports: {} }
    await history.record('a', reportOf(1, {}, { nodes: { check: judged(10, 1), other: judged(5, 0) } }))
    await history.record('a', reportOf(2, {}, { nodes: { check: judged(20, 2), other: skipped } }))
    await history.record('a', reportOf(3, { status: 'gated' }, { nodes: { check: judged(30, 30) } }))
    await history.record('b', reportOf(4, {}, { nodes: { check: judged(40, 40) } }))
    const good = await history.lastGood('a')
    expect(good.node('check')).toEqual({ run: 'run-2', startedAt: reportOf(2).run.startedAt, report: judged(20, 2) })
    expect(good.node('other')?.run).toBe('run-1')
    expect(good.rule('check', 'mail')?.failed).toBe(2)
    expect(good.rule('check', 'none')).toBe(null)
    expect(good.node('none')).toBe(null)
  })

  it('knows the last good run after each run as a fresh look at the file does', async () => {
    const skipped: NodeReport = { status: 'skipped', ms: 0, ports: {} }
    const runs = [
      reportOf(1, {}, { nodes: { check: judged(10, 1), other: judged(5, 0) } }),
      reportOf(3, {}, { nodes: { check: judged(20, 2), other: skipped } }),
      // one that began earlier may end later
      reportOf(2, {}, { nodes: { check: judged(30, 3), other: { ...judged(6, 1), status: 'cached' } } }),
      reportOf(3, { id: 'run-3a' }, { nodes: { other: judged(7, 1) } }),
      reportOf(5, { status: 'failed' }, { nodes: { check: { ...judged(8, 8), status: 'failed' } } }),
      reportOf(6, { startedAt: '2029-01-01T00:00:00.000Z' }, { nodes: { third: judged(9, 1) } }),
    ]
    const [state, aside] = [await temporaryFolder(), await temporaryFolder()]
    const history = historyIn(state)
    const known = (good: Awaited<ReturnType<typeof history.lastGood>>) =>
      ['check', 'other', 'third'].map(id => good.node(id))
    for (const [i, run] of runs.entries()) {
      await history.record('a', run)
      const copy = join(aside, String(i))
      await cp(state, copy, { recursive: true })
      const fresh = await historyIn(copy).lastGood('a')
      expect(known(await history.lastGood('a'))).toEqual(known(fresh))
    }
    expect((await history.lastGood('a')).node('third')?.run).toBe('run-6')
    expect((await history.lastGood('a')).node('check')).toBe(null)
    await history.clear('a')
    expect((await history.lastGood('a')).node('third')).toBe(null)
  })

  it('knows the last good run that another process has recorded', async () => {
    const state = await temporaryFolder()
    const history = historyIn(state)
    await history.record('a', reportOf(1, {}, { nodes: { check: judged(10, 1) } }))
    expect((await history.lastGood('a')).node('check')?.run).toBe('run-1')
    const session = await database().connect()
    await session.execute(`ATTACH '${join(state, 'history.duckdb')}' AS direct`)
    await session.execute(
      "UPDATE direct.runs SET run = 'theirs'; UPDATE direct.nodes SET run = 'theirs'; DETACH direct",
    )
    session.close()
    expect((await history.lastGood('a')).node('check')?.run).toBe('theirs')
    await history.record('b', reportOf(2))
    expect((await history.lastGood('a')).node('check')?.run).toBe('theirs')
  })

  it('reads the last good run once as long as nothing is recorded but by itself', async () => {
    const state = await temporaryFolder()
    const connections: unknown[] = []
    const history = openHistory(async () => {
      const session = await database().connect()
      connections.push(session)
      return session
    }, state)
    await history.record('a', reportOf(1, {}, { nodes: { check: judged(10, 1) } }))
    await history.lastGood('a')
    await history.record('a', reportOf(2, {}, { nodes: { check: judged(20, 1) } }))
    expect((await history.lastGood('a')).node('check')?.run).toBe('run-2')
    expect(connections).toHaveLength(3)
  })

  it('keeps the newest runs of each flow, and nothing of older ones', async () => {
    const state = await temporaryFolder()
    const history = historyIn(state)
    const nodes = { check: judged(10, 1) }
    await history.record('b', reportOf(0, { id: 'other' }, { nodes }))
    await history.record('a', reportOf(1, {}, { nodes }))
    await history.record('a', reportOf(2, {}, { nodes }))
    const session = await database().connect()
    await session.execute(`ATTACH '${join(state, 'history.duckdb')}' AS direct`)
    await session.execute(
      `INSERT INTO direct.runs SELECT 'copy-' || i, * EXCLUDE (run, i) FROM direct.runs, range(${keptRuns - 2}) t(i) WHERE run = 'run-2'`,
    )
    await session.execute('DETACH direct')
    await history.record('a', reportOf(3, {}, { nodes }))
    const left = await history.runs('a', keptRuns * 2)
    expect(left).toHaveLength(keptRuns)
    expect(left[0]?.id).toBe('run-3')
    expect(await history.report('run-1')).toBe(null)
    expect(await history.report('run-2')).toMatchObject({ nodes })
    expect(await history.runs('b', 10)).toHaveLength(1)
    await session.execute(`ATTACH '${join(state, 'history.duckdb')}' AS direct`)
    expect(await session.value("SELECT count(*) FROM direct.rules WHERE run = 'run-1'")).toBe(0n)
    await session.execute('DETACH direct')
    session.close()
  })

  it('keeps runs for two years, and the newest of a flow however old it is', async () => {
    const history = historyIn(await temporaryFolder())
    const inYear = (year: number, flow: string) =>
      history.record(flow, reportOf(0, { id: `${flow}-${year}`, startedAt: `${year}-06-01T00:00:00.000Z` }))
    for (const year of [2019, 2021, 2022]) await inYear(year, 'a')
    await inYear(2010, 'b')
    expect(ids(await history.runs('a', 10))).toEqual(['a-2022', 'a-2021'])
    expect(ids(await history.runs('b', 10))).toEqual(['b-2010'])
    expect(await history.clear('a')).toBe(2)
    expect(await history.clear('a')).toBe(0)
    expect(ids(await history.runs(null, 10))).toEqual(['b-2010'])
  })

  it('stays small', async () => {
    const state = await temporaryFolder()
    const history = historyIn(state)
    for (let minute = 0; minute < 10; minute += 1)
      await history.record('a', reportOf(minute, {}, { nodes: { check: judged(10, 1), more: judged(10, 2) } }))
    expect((await readFile(join(state, 'history.duckdb'))).length).toBeLessThan(1_000_000)
  })
})

describe('a flow in the history', () => {
  it('is called by its path from the folder around the state folder, or by its name', () => {
    expect(flowKey({ path: '/data/a/orders.flow.json', name: 'Orders' }, '/data/a/.weir')).toBe('orders.flow.json')
    expect(flowKey({ path: '/data/a/orders.flow.json', name: 'Orders' }, '/data/state')).toBe('a/orders.flow.json')
    expect(flowKey({ path: null, name: 'Orders' }, '/data/a/.weir')).toBe('Orders')
  })
})
