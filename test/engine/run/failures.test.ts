import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunPolicy } from '#core/flow/types.ts'
import type { NodeProgress } from '#engine/types.ts'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner()

const texts = ['source.inline', { columns: [{ name: 't', type: 'VARCHAR' }], rows: [['1'], ['two'], ['3']] }] as const
const sinkOf = (name: string) => ({ sink: ['sink.csv', { path: `${name}.csv` }] }) as const
const number = (onError: string) =>
  ['transform.formula', { columns: [{ name: 'n', expression: 'cast(t AS INTEGER)' }], onError }] as const

describe('a failure', () => {
  it('of a value names the node whose work it was, though a statement does the work of several', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: [...texts],
        first: ['transform.formula', { columns: [{ name: 'u', expression: 'upper(t)' }] }],
        wrong: [...number('fail')],
        last: ['transform.select', { columns: [{ column: 't', keep: false }] }],
        sink: ['sink.csv', { path: 'o.csv' }],
      },
      ['rows.out first.in', 'first.out wrong.in', 'wrong.out last.in', 'last.out sink.in'],
    )
    const { report, exitCode } = await runner.run(folder, flow)
    expect(exitCode).toBe(1)
    expect(report.run.status).toBe('failed')
    expect(report.problems).toMatchObject([{ severity: 'error', node: 'wrong', hint: expect.stringContaining('data') }])
    expect(report.problems[0]?.message).toContain('two')
    expect(report.problems[0]?.message).not.toMatch(/\n|SELECT|__weir/)
    expect(report.problems[0]?.sql).toContain('cast(t AS INTEGER)')
    expect(await textsIn(folder)).toEqual({})
    expect(await runner.tables()).toEqual([])
  })

  it('of the flow’s shape is known before anything runs', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf({ rows: [...texts], sink: ['sink.csv', { path: 'o.csv' }] }, [])
    const { report, exitCode } = await runner.run(folder, flow)
    expect(exitCode).toBe(2)
    expect(report.run.status).toBe('failed')
    expect(report.problems).toMatchObject([{ code: 'E-INPUT-MISSING', node: 'sink' }])
    expect(await textsIn(folder)).toEqual({})
  })

  it('to clean up in DuckDB leaves no lock behind', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: [...texts],
        all: ['transform.sort', { by: [{ column: 't' }] }],
        sink: ['sink.csv', { path: 'o.csv' }],
        other: ['sink.csv', { path: 'p.csv' }],
      },
      ['rows.out all.in', 'all.out sink.in', 'all.out other.in'],
    )
    const before = (statement: string) => {
      if (/^(COPY|DROP)/.test(statement)) throw new Error('gave up')
    }
    await expect(runner.run(folder, flow, { before })).rejects.toThrow('gave up')
    expect(await runner.run(folder, flow)).toMatchObject({ exitCode: 0 })
    const [left] = await runner.tables()
    await runner.rows(`DROP TABLE "${left}"`)
  })

  it('to find a file is one of the world', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf({ rows: ['source.csv', { path: 'none.csv' }], sink: ['sink.csv', { path: 'o.csv' }] }, [
      'rows.out sink.in',
    ])
    const { report, exitCode } = await runner.run(folder, flow)
    expect(exitCode).toBe(1)
    expect(report.problems).toMatchObject([{ code: 'E-FILE-MISSING', node: 'rows' }])
  })

  it('elsewhere in the flow does not keep a run from the nodes that it was asked for', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      { rows: [...texts], sink: ['sink.csv', { path: 'o.csv' }], alone: ['sink.csv', { path: 'p.csv' }] },
      ['rows.out sink.in'],
    )
    const { exitCode } = await runner.run(folder, flow, { to: ['sink'] })
    expect(exitCode).toBe(0)
    expect(Object.keys(await textsIn(folder))).toEqual(['o.csv'])
    const unknown = await runner.run(folder, flow, { to: ['snik'] })
    expect(unknown.exitCode).toBe(2)
    expect(unknown.problems.map(p => p.code)).toContain('E-NODE-UNKNOWN')
  })
})

describe('a state folder', () => {
  const flow = flowOf({ rows: [...texts], sink: ['sink.csv', { path: 'o.csv' }] }, ['rows.out sink.in'])

  it('that cannot be made ends the run before it begins, and says what to do', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'file'), '')
    const { exitCode, problems } = await runner.run(folder, flow, { state: join(folder, 'file/state') })
    expect(exitCode).toBe(1)
    expect(problems).toMatchObject([{ code: 'E-STATE-WRITE', hint: expect.stringContaining('--state') }])
  })

  it('serves one run at a time', async () => {
    const folder = await temporaryFolder()
    const results = await Promise.all([runner.run(folder, flow), runner.run(folder, flow)])
    expect(results.map(result => result.exitCode).sort()).toEqual([0, 1])
    expect(results.flatMap(result => result.problems)).toMatchObject([{ code: 'E-STATE-BUSY' }])
    expect(Object.keys(await textsIn(folder))).toEqual(['o.csv'])
  })
})

describe('a node’s own policy', () => {
  const withPolicy = (run: RunPolicy) =>
    flowOf(
      {
        rows: [...texts],
        wrong: [...number('fail'), { run }],
        sink: ['sink.csv', { path: 'o.csv' }],
        other: ['sink.csv', { path: 'other.csv' }],
      },
      ['rows.out wrong.in', 'wrong.out sink.in', 'rows.out other.in'],
    )

  it('skip leaves out what needs its rows, and publishes the rest', async () => {
    const folder = await temporaryFolder()
    const { report, exitCode } = await runner.run(folder, withPolicy({ onFailure: 'skip' }))
    expect(exitCode).toBe(0)
    expect(report.nodes.wrong?.status).toBe('failed')
    expect(report.nodes.sink?.status).toBe('skipped')
    expect(report.sinks).toMatchObject({ sink: { published: false }, other: { published: true, rows: 3 } })
    expect(report.problems).toMatchObject([{ severity: 'warning', node: 'wrong' }])
    expect(Object.keys(await textsIn(folder))).toEqual(['other.csv'])
  })

  it('empty goes on without rows', async () => {
    const folder = await temporaryFolder()
    const { report, exitCode } = await runner.run(folder, withPolicy({ onFailure: 'empty' }))
    expect(exitCode).toBe(0)
    expect(report.nodes.wrong).toMatchObject({ status: 'failed', ports: { in: { rows: 3 }, out: { rows: 0 } } })
    expect((await textsIn(folder))['o.csv']).toBe('t,n\n')
  })

  it('empty goes on without rows also where a node shares its rows out', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: [...texts],
        wrong: ['transform.filter', { where: 'cast(t AS INTEGER) > 1' }, { run: { onFailure: 'empty' } }],
        sink: ['sink.csv', { path: 'o.csv' }],
      },
      ['rows.out wrong.in', 'wrong.match sink.in'],
    )
    const { report, exitCode } = await runner.run(folder, flow)
    expect(exitCode).toBe(0)
    expect(report.nodes.wrong).toMatchObject({ status: 'failed', ports: { match: { rows: 0 }, rest: { rows: 0 } } })
    expect(report.problems).toMatchObject([{ severity: 'warning', node: 'wrong' }])
    expect((await textsIn(folder))['o.csv']).toBe('t\n')
  })

  it('that passes is over after a retry, and one that does not ends the run after the last', async () => {
    const folder = await temporaryFolder()
    const flow = (retries: number) =>
      flowOf(
        {
          rows: [...texts],
          all: ['transform.sort', { by: [{ column: 't' }] }, { run: { retries } }],
          ...sinkOf('all'),
        },
        ['rows.out all.in', 'all.out sink.in'],
      )
    const busy = (times: number) => {
      let tried = 0
      const before = (statement: string) => {
        if (!/^CREATE TABLE .*_all" AS/.test(statement)) return
        tried += 1
        if (tried <= times) throw Object.assign(new Error("EBUSY: resource busy, open '/a/b'"), { code: 'EBUSY' })
      }
      return { before, tried: () => tried }
    }
    const passing = busy(1)
    expect((await runner.run(folder, flow(1), { before: passing.before })).exitCode).toBe(0)
    expect(passing.tried()).toBe(2)
    const lasting = busy(9)
    const { exitCode, problems } = await runner.run(folder, flow(1), { before: lasting.before })
    expect(exitCode).toBe(1)
    expect(lasting.tried()).toBe(2)
    expect(problems).toMatchObject([{ code: 'E-FILE-BUSY', node: 'all', hint: expect.stringContaining('transient') }])
  })

  it('a time limit ends it, and is a failure like any other', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: [...texts],
        slow: [
          'transform.sql',
          { inputs: ['rows'], sql: ['SELECT sum(a.i * b.i) AS s FROM rows, range(1000000) a(i), range(1000000) b(i)'] },
          { run: { timeoutSeconds: 0.3 } },
        ],
        sink: ['sink.csv', { path: 'o.csv' }],
      },
      ['rows.out slow.rows', 'slow.out sink.in'],
    )
    const { report, exitCode } = await runner.run(folder, flow)
    expect(exitCode).toBe(1)
    expect(report.problems).toMatchObject([
      { code: 'E-RUN-TIMEOUT', node: 'slow', hint: expect.stringContaining('transient') },
    ])
  })
})

describe('cancelling', () => {
  it('ends a run within a second of work, publishes nothing, and leaves nothing behind', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'o.csv'), 'old')
    const flow = flowOf(
      {
        rows: [...texts],
        first: ['sink.csv', { path: 'first.csv' }],
        slow: [
          'transform.sql',
          { inputs: ['rows'], sql: ['SELECT sum(a.i * b.i) AS s FROM rows, range(1000000) a(i), range(1000000) b(i)'] },
        ],
        sink: ['sink.csv', { path: 'o.csv' }],
      },
      ['rows.out first.in', 'rows.out slow.rows', 'slow.out sink.in'],
    )
    const stop = new AbortController()
    const states: Record<string, NodeProgress> = {}
    let aborted = process.cpuUsage()
    const abort = () => {
      aborted = process.cpuUsage()
      stop.abort()
    }
    const { report, exitCode } = await runner.run(folder, flow, {
      signal: stop.signal,
      listener: nodes => {
        if (nodes.sink?.status === 'running' && states.sink?.status !== 'running') setTimeout(abort, 100)
        Object.assign(states, nodes)
      },
    })
    // its own time: how long it takes beside others is theirs
    const { user, system } = process.cpuUsage(aborted)
    expect((user + system) / 1000).toBeLessThan(1000)
    expect(exitCode).toBe(130)
    expect(report.run.status).toBe('cancelled')
    expect(report.sinks).toMatchObject({ first: { published: false }, sink: { published: false } })
    expect(Object.values(states).filter(state => state.status === 'cancelled')).not.toEqual([])
    expect(await textsIn(folder)).toEqual({ 'o.csv': 'old' })
    expect(await runner.tables()).toEqual([])
  })

  it('before the start computes nothing', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf({ rows: [...texts], sink: ['sink.csv', { path: 'o.csv' }] }, ['rows.out sink.in'])
    const { exitCode, report } = await runner.run(folder, flow, { signal: AbortSignal.abort() })
    expect(exitCode).toBe(130)
    expect(report.nodes.rows?.status).toBe('skipped')
  })
})

describe('a listener', () => {
  it('is told of every node up to its end, with rows', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: [...texts],
        filter: ['transform.filter', { where: "t = 'two'" }],
        sink: ['sink.csv', { path: 'o.csv' }],
        idle: ['transform.filter', { where: 'true' }],
      },
      ['rows.out filter.in', 'filter.match sink.in', 'rows.out idle.in'],
    )
    const states: Record<string, NodeProgress> = {}
    await runner.run(folder, flow, { listener: nodes => Object.assign(states, nodes) })
    expect(states).toMatchObject({
      rows: { status: 'ran', ports: { out: { rows: 3 } } },
      filter: { status: 'ran', ports: { in: { rows: 3 }, match: { rows: 1 }, rest: { rows: 2 } } },
      sink: { status: 'ran', ports: { in: { rows: 1 } } },
      idle: { status: 'skipped' },
    })
  })
})

describe('a flow without a sink', () => {
  it('computes its last nodes, and fails where they do', async () => {
    const folder = await temporaryFolder()
    const sound = await runner.run(folder, flowOf({ rows: [...texts], n: [...number('null')] }, ['rows.out n.in']))
    expect(sound.exitCode).toBe(0)
    expect(sound.report.nodes.n?.ports).toMatchObject({ in: { rows: 3 }, out: { rows: 3 } })
    const wrong = await runner.run(folder, flowOf({ rows: [...texts], n: [...number('fail')] }, ['rows.out n.in']))
    expect(wrong.exitCode).toBe(1)
    expect(wrong.problems).toMatchObject([{ node: 'n' }])
  })
})
