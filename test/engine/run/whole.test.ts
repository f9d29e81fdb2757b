import { describe, expect, it } from 'vitest'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

type Cell = string | null

const judged = (rows: readonly Cell[], rules: readonly object[], gate: object = {}) =>
  flowOf(
    {
      rows: ['source.inline', { columns: [{ name: 't', type: 'VARCHAR' }], rows: rows.map(cell => [cell]) }],
      check: ['validate.rules', { rules, gate }],
      good: ['sink.csv', { path: 'good.csv' }],
    },
    ['rows.out check.in', 'check.pass good.in'],
  )

const repeated = (count: number): readonly Cell[] => Array.from({ length: count }, () => 'a')
const enough = { id: 'enough', kind: 'row_count', min: 3 }
const steady = { id: 'steady', kind: 'row_count', fall: 20, rise: 50 }

describe('a rule on the whole', () => {
  it('tells what it saw, flags no row, and is a line of the report where it does not hold', async () => {
    const { report, exitCode } = await runner.run(await temporaryFolder(), judged(['a', 'b'], [enough]))
    expect(exitCode).toBe(0)
    expect(report.nodes.check?.rules).toMatchObject([
      { id: 'enough', evaluated: 1, failed: 1, observed: 2, gate: null },
    ])
    expect(report.nodes.check?.ports.out).toEqual({ rows: 2 })
    expect(report.problems).toMatchObject([{ code: 'W-RULE-WHOLE', severity: 'warning', node: 'check' }])
    expect(report.problems[0]?.message).toMatch(/`enough` does not hold: 2 was observed/)
    expect(report.sinks.good).toMatchObject({ rows: 2, published: true })
  })

  it('stops the run by a gate of its own, or of its severity', async () => {
    const own = { ...enough, gate: { stop: { count: 0 } } }
    const byRule = await runner.run(await temporaryFolder(), judged(['a'], [own]))
    expect(byRule.exitCode).toBe(3)
    expect(byRule.report.nodes.check?.rules).toMatchObject([{ gate: 'stopped' }])
    const bySeverity = await runner.run(
      await temporaryFolder(),
      judged(['a'], [{ ...enough, severity: 'critical' }], { critical: { stop: { count: 0 } } }),
    )
    expect(bySeverity.exitCode).toBe(3)
    const held = await runner.run(await temporaryFolder(), judged(['a', 'b', 'c'], [own]))
    expect(held.exitCode).toBe(0)
  })

  it('counts for a gate of its severity, and is no row of which to take a percent', async () => {
    const there = { id: 'there', kind: 'not_null', columns: ['t'] }
    const run = async (stop: object) =>
      (await runner.run(await temporaryFolder(), judged(['a', null], [enough, there], { error: { stop } }))).report
    expect((await run({ count: 2 })).run.status).toBe('succeeded')
    expect((await run({ percent: 50 })).run.status).toBe('succeeded')
    const stopped = await run({ count: 1 })
    expect(stopped.run.status).toBe('gated')
    expect(stopped.problems[0]?.message).toMatch(/1 of 2 evaluated rows .* and 1 rule does not hold on the whole, past/)
  })

  it('makes no dimension of rows better or worse', async () => {
    const there = { id: 'there', kind: 'not_null', columns: ['t'] }
    const { report } = await runner.run(await temporaryFolder(), judged(['a', null], [enough, there]))
    expect(report.nodes.check?.quality).toEqual({ score: 0.5, dimensions: { completeness: 0.5 } })
  })

  it('speaks of the rows for which its condition holds, also where that cannot be computed for some', async () => {
    const rules = [
      { ...enough, min: 2, when: 'CAST(t AS INTEGER) > 1' },
      { ...enough, id: 'some', min: 1, when: 'CAST(t AS INTEGER) > 2 OR CAST(t AS INTEGER) < 0' },
    ]
    const { report, exitCode } = await runner.run(await temporaryFolder(), judged(['x', '1', '2', '3', null], rules))
    expect(exitCode).toBe(0)
    expect(report.nodes.check?.rules).toMatchObject([
      { id: 'enough', failed: 0, observed: 2 },
      { id: 'some', failed: 0, observed: 1 },
    ])
  })

  it('is held against the last good run, and against none the first time', async () => {
    const folder = await temporaryFolder()
    const run = async (count: number) => (await runner.run(folder, judged(repeated(count), [steady]))).report
    const first = await run(100)
    expect(first.problems).toMatchObject([{ code: 'I-GATE-FIRST', node: 'check' }])
    expect(first.nodes.check?.rules).toMatchObject([{ failed: 0, observed: 100 }])
    expect((await run(80)).nodes.check?.rules).toMatchObject([{ failed: 0, observed: 80 }])
    expect((await run(63)).nodes.check?.rules).toMatchObject([{ failed: 1, observed: 63 }])
    expect((await run(94)).nodes.check?.rules).toMatchObject([{ failed: 0, observed: 94 }])
    expect((await run(142)).nodes.check?.rules).toMatchObject([{ failed: 1, observed: 142 }])
  })

  it('is not held against a run that a gate stopped', async () => {
    const folder = await temporaryFolder()
    const gated = { ...steady, gate: { stop: { count: 0 } } }
    const run = async (count: number) => (await runner.run(folder, judged(repeated(count), [gated]))).exitCode
    expect(await run(100)).toBe(0)
    expect(await run(50)).toBe(3)
    expect(await run(60)).toBe(3)
    expect(await run(90)).toBe(0)
  })
})
