import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner()

const numbers = (count: number, every: number) =>
  [
    'source.inline',
    {
      columns: [{ name: 'n', type: 'INTEGER' }],
      rows: Array.from({ length: count }, (_, i) => [i % every === 0 ? null : String(i)]),
    },
  ] as const

const gated = (rules: readonly object[], gate: object = {}, count = 100, every = 10) =>
  flowOf(
    {
      rows: [...numbers(count, every)],
      check: ['validate.rules', { rules, gate }],
      good: ['sink.csv', { path: 'good.csv' }],
    },
    ['rows.out check.in', 'check.pass good.in'],
  )

const there = { id: 'there', kind: 'not_null', columns: ['n'] }

describe('a gate', () => {
  it('that stops leaves every target as it was, and says which rule went past which limit', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'good.csv'), 'old')
    const flow = gated([{ ...there, gate: { warn: { count: 1 }, stop: { percent: 9.9 } } }])
    const { report, exitCode } = await runner.run(folder, flow)
    expect(exitCode).toBe(3)
    expect(report.run.status).toBe('gated')
    expect(report.nodes.check?.rules).toMatchObject([{ failed: 10, evaluated: 100, gate: 'stopped' }])
    expect(report.nodes.good?.status).toBe('skipped')
    expect(report.sinks.good).toEqual({ target: 'good.csv', rows: 0, bytes: 0, published: false })
    expect(report.problems).toMatchObject([{ code: 'E-GATE', severity: 'error', node: 'check' }])
    expect(report.problems[0]?.message).toMatch(/10 of 100 .*`there`.* 9\.9 %/)
    expect(await textsIn(folder)).toEqual({ 'good.csv': 'old' })
    expect(await runner.tables()).toEqual([])
  })

  it('that warns is a line of the report, and the run goes on', async () => {
    const folder = await temporaryFolder()
    const flow = gated([{ ...there, gate: { warn: { count: 9 }, stop: { percent: 10 } } }])
    const { report, exitCode } = await runner.run(folder, flow)
    expect(exitCode).toBe(0)
    expect(report.nodes.check?.rules).toMatchObject([{ gate: 'warned' }])
    expect(report.problems).toMatchObject([{ code: 'W-GATE', severity: 'warning', node: 'check' }])
    expect(report.sinks.good).toMatchObject({ rows: 90, published: true })
  })

  it('leaves a rule that should hold for most rows to a warning, where it holds for fewer', async () => {
    const flow = (mostly: number) => gated([{ ...there, mostly }])
    const held = await runner.run(await temporaryFolder(), flow(0.9))
    expect(held.report.problems).toEqual([])
    const fewer = await runner.run(await temporaryFolder(), flow(0.91))
    expect(fewer.exitCode).toBe(0)
    expect(fewer.report.problems).toMatchObject([{ code: 'W-MOSTLY', severity: 'warning', node: 'check' }])
    expect(fewer.report.problems[0]?.message).toMatch(/`there` holds for 90\.0 % of 100 .* 91 %/)
    expect(fewer.report.sinks.good).toMatchObject({ rows: 90, published: true })
  })

  it('of a severity counts rows once over all of its rules, of those that any of them evaluated', async () => {
    const folder = await temporaryFolder()
    const rules = [
      { id: 'a', kind: 'range', columns: ['n'], max: 49 },
      { id: 'b', kind: 'range', columns: ['n'], max: 59 },
      { id: 'c', kind: 'range', columns: ['n'], max: 9, severity: 'warning' },
    ]
    // 90 rows have a number; 45 of them are over 49, 36 of these over 59, too
    const over = Array.from({ length: 100 }, (_, i) => i).filter(i => i % 10 !== 0 && i > 49).length
    const percent = (over / 90) * 100
    const passed = await runner.run(folder, gated(rules, { error: { stop: { percent } } }))
    expect(passed.exitCode).toBe(0)
    const stopped = await runner.run(folder, gated(rules, { error: { stop: { count: over - 1 } } }))
    expect(stopped.exitCode).toBe(3)
    expect(stopped.report.problems[0]?.message).toContain(`${over} of 90 evaluated rows`)
  })

  it('holds where a validator feeds nothing, too', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: [...numbers(10, 2)],
        check: ['validate.rules', { rules: [{ ...there, gate: { stop: { count: 0 } } }] }],
        all: ['sink.csv', { path: 'all.csv' }],
      },
      ['rows.out check.in', 'rows.out all.in'],
    )
    const { exitCode } = await runner.run(folder, flow)
    expect(exitCode).toBe(3)
    expect(await textsIn(folder)).toEqual({})
  })
})

describe('scores', () => {
  it('count rows with a flag of warning or worse, once for each dimension', async () => {
    const folder = await temporaryFolder()
    const rules = [
      there,
      { id: 'low', kind: 'range', columns: ['n'], max: 89 },
      { id: 'lower', kind: 'range', columns: ['n'], max: 79, severity: 'warning' },
      { id: 'hint', kind: 'range', columns: ['n'], max: 9, severity: 'info' },
    ]
    const { report } = await runner.run(folder, gated(rules))
    const values = Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? null : i))
    const missing = values.filter(n => n === null).length
    const high = values.filter(n => n !== null && n > 79).length
    const flagged = values.filter(n => n === null || n > 9).length
    expect(report.nodes.check?.quality?.dimensions).toEqual({
      completeness: (100 - missing) / 100,
      validity: (100 - high) / 100,
    })
    expect(report.nodes.check?.quality?.score).toBeCloseTo((2 - missing / 100 - high / 100) / 2, 12)
    expect(report.nodes.check?.ports.out).toEqual({ rows: 100, flagged })
    expect(report.quality).toMatchObject({ flaggedRows: flagged, score: report.nodes.check?.quality?.score })
  })

  it('hold over more rules than one mask has bits', async () => {
    const folder = await temporaryFolder()
    const rules = Array.from({ length: 70 }, (_, i) => ({
      id: `r${i}`,
      kind: 'range',
      columns: ['n'],
      max: i,
      severity: 'warning',
    }))
    const { report } = await runner.run(folder, gated(rules))
    const values = Array.from({ length: 100 }, (_, i) => i).filter(i => i % 10 !== 0)
    expect(report.nodes.check?.rules?.map(rule => [rule.evaluated, rule.failed])).toEqual(
      rules.map((_, i) => [values.length, values.filter(n => n > i).length]),
    )
  })

  it('are 1 for no rows', async () => {
    const folder = await temporaryFolder()
    const { report, exitCode } = await runner.run(folder, gated([there], {}, 0))
    expect(exitCode).toBe(0)
    expect(report.quality).toEqual({ score: 1, flaggedRows: 0, dimensions: { completeness: 1 } })
    expect(report.sinks.good).toMatchObject({ rows: 0, published: true })
  })
})
