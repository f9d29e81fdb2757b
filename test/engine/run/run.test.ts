import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner()

/** 90 rows: ids 1…90, every 9th without an email, every 10th of a low amount. */
const orders = () =>
  `id,email,amount\n${Array.from({ length: 90 }, (_, i) => `${i + 1},${(i + 1) % 9 === 0 ? '' : `p${i}@x.org`},${(i + 1) % 10 === 0 ? 1 : 50}`).join('\n')}\n`

const checked = flowOf(
  {
    orders: ['source.csv', { path: 'orders.csv' }],
    big: ['transform.filter', { where: 'amount > 10' }],
    tagged: ['transform.formula', { columns: [{ name: 'twice', expression: 'amount * 2' }] }],
    check: [
      'validate.rules',
      {
        rules: [
          { id: 'there', kind: 'not_null', columns: ['email'] },
          { id: 'low', kind: 'range', columns: ['id'], max: 80, severity: 'warning' },
        ],
      },
    ],
    good: ['sink.csv', { path: 'out/good.csv' }],
    bad: ['sink.csv', { path: 'out/bad.csv' }],
  },
  ['orders.out big.in', 'big.match tagged.in', 'tagged.out check.in', 'check.pass good.in', 'check.reject bad.in'],
)

describe('a run', () => {
  it('publishes its sinks, and counts every row on its way', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'orders.csv'), orders())
    const { report, exitCode, problems } = await runner.run(folder, checked)
    expect(problems).toEqual([])
    expect(exitCode).toBe(0)
    const ids = Array.from({ length: 90 }, (_, i) => i + 1).filter(id => id % 10 !== 0)
    const bad = ids.filter(id => id % 9 === 0)
    const late = ids.filter(id => id > 80)
    const flagged = ids.filter(id => id % 9 === 0 || id > 80).length
    expect(report.nodes.orders?.ports).toEqual({ out: { rows: 90, flagged: 0 }, reject: { rows: 0 } })
    expect(report.nodes.big?.ports).toMatchObject({ in: { rows: 90 }, match: { rows: 81 }, rest: { rows: 9 } })
    expect(report.nodes.tagged?.ports).toEqual({ in: { rows: 81, flagged: 0 }, out: { rows: 81, flagged: 0 } })
    expect(report.nodes.check?.ports).toMatchObject({
      in: { rows: 81 },
      out: { rows: 81, flagged },
      pass: { rows: 81 - bad.length },
      reject: { rows: bad.length, flagged: bad.length },
    })
    expect(report.nodes.check?.rules).toMatchObject([
      { id: 'there', dimension: 'completeness', evaluated: 81, failed: bad.length, gate: null },
      { id: 'low', dimension: 'validity', evaluated: 81, failed: late.length, gate: null },
    ])
    expect(report.quality.flaggedRows).toBe(flagged)
    expect(report.quality.dimensions.completeness).toBeCloseTo(1 - bad.length / 81, 12)
    expect(report.sinks.good).toMatchObject({ target: 'out/good.csv', rows: 81 - bad.length, published: true })
    const texts = await textsIn(join(folder, 'out'))
    expect(Object.keys(texts)).toEqual(['bad.csv', 'good.csv'])
    expect(report.sinks.good?.bytes).toBe(texts['good.csv']!.length)
    expect(texts['bad.csv']).toBe(`id,email,amount,twice\n${bad.map(id => `${id},,50,100\n`).join('')}`)
    expect(await runner.tables()).toEqual([])
    expect(report.run).toMatchObject({ status: 'succeeded', engine: expect.stringMatching(/^duckdb \d/) })
  })
})
