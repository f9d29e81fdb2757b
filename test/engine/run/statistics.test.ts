import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner()

const lines = [
  'id,shop,amount,tax,state,code,day',
  ...Array.from({ length: 40 }, (_, i) => {
    const amount = i === 7 ? 900 : 10 + (i % 5)
    const shop = i % 2 === 0 ? 'north' : 'south'
    const state = i === 3 ? 'opne' : 'open'
    const code = i === 5 ? '12-AB' : `AB-${10 + i}`
    return [
      i,
      shop,
      amount,
      (amount / 5).toFixed(1),
      state,
      code,
      `2024-04-${String(1 + (i % 20)).padStart(2, '0')}`,
    ].join(',')
  }),
  '40,,,,,,',
]

const onRows = [
  { kind: 'z_score', columns: ['amount'] },
  { kind: 'z_score', id: 'z_grouped', columns: ['amount'], group: ['shop'] },
  { kind: 'iqr_outlier', columns: ['amount'] },
  { kind: 'iqr_outlier', id: 'iqr_north', columns: ['amount'], when: "shop = 'north'" },
  { kind: 'mad_outlier', columns: ['amount'], group: ['shop'] },
  { kind: 'percentile_outlier', columns: ['amount'], low: 0, high: 0.99 },
  { kind: 'rare_value', columns: ['state'], count: 2 },
  { kind: 'pattern_outlier', columns: ['code'], share: 0.05 },
  { kind: 'not_in_future', columns: ['day'] },
  { kind: 'not_older_than', columns: ['day'], age: '28 days' },
]

const onTheWhole = [
  { kind: 'mean', columns: ['amount'], max: 20 },
  { kind: 'median', columns: ['amount'], max: 12 },
  { kind: 'stdev', columns: ['amount'], max: 10 },
  { kind: 'sum', columns: ['amount', 'tax'], min: 0 },
  { kind: 'min', columns: ['day'], min: '2024-04-01' },
  { kind: 'max', columns: ['id'], maxStrict: true, max: 40 },
  { kind: 'quantile', columns: ['amount'], quantile: 0.9, max: 14 },
  { kind: 'correlation', columns: ['amount', 'tax'], min: 0.99 },
  { kind: 'most_common_in_set', columns: ['state'], values: ['paid'] },
  { kind: 'freshness', columns: ['day'], maxAge: '1 week' },
  { kind: 'every_period', columns: ['day'], to: '2024-04-22' },
  { kind: 'row_count', input: 'others', within: 1 },
  { kind: 'column_count', min: 7, max: 7 },
  { kind: 'columns', columns: ['id', 'email'], types: { day: 'DATE' } },
]

const rules = [...onRows, ...onTheWhole].map(rule => ({ id: rule.kind, severity: 'warning', ...rule }))

const sources = ['rows.out', 'filtered.match', 'before.out'] as const

const flow = (source: (typeof sources)[number]) =>
  flowOf(
    {
      rows: [
        'source.csv',
        { path: 'rows.csv', types: { id: 'INTEGER', amount: 'INTEGER', tax: 'DOUBLE', day: 'DATE' } },
      ],
      filtered: ['transform.filter', { where: 'true' }],
      before: ['validate.rules', { rules: [{ id: 'there', kind: 'not_null', columns: ['amount', 'shop'] }] }],
      others: ['source.csv', { path: 'rows.csv' }],
      check: ['validate.rules', { inputs: ['others'], rules }],
      good: ['sink.csv', { path: 'good.csv' }],
    },
    [
      'rows.out filtered.in',
      'rows.out before.in',
      `${source} check.in`,
      'others.out check.others',
      'check.out good.in',
    ],
  )

describe('rules by statistics', () => {
  for (const source of sources)
    it(`count what they flag in a run, and tell what they observe, from ${source}`, async () => {
      const folder = await temporaryFolder()
      const text = `${lines.join('\n')}\n`
      await put(join(folder, 'rows.csv'), text)
      const { report, exitCode } = await runner.run(folder, flow(source))
      expect(exitCode).toBe(0)
      const found = Object.fromEntries(report.nodes.check!.rules!.map(rule => [rule.id, rule]))
      const flagged = onRows.map(rule => found[rule.id ?? rule.kind]!)
      expect(Object.fromEntries(flagged.map(({ id, failed, evaluated }) => [id, [failed, evaluated]]))).toEqual({
        z_score: [1, 40],
        z_grouped: [1, 40],
        iqr_outlier: [1, 40],
        iqr_north: [0, 20],
        mad_outlier: [1, 40],
        percentile_outlier: [1, 40],
        rare_value: [1, 40],
        pattern_outlier: [1, 40],
        not_in_future: [0, 40],
        not_older_than: [4, 40],
      })
      const wholes = onTheWhole.map(({ kind }) => found[kind]!)
      expect(Object.fromEntries(wholes.map(({ kind, failed, observed }) => [kind, [failed, observed]]))).toEqual({
        mean: [1, 34.2],
        median: [0, 12],
        stdev: [1, 140.41243279],
        sum: [0, { amount: '1368', tax: '273.6' }],
        min: [0, '2024-04-01'],
        max: [1, 40],
        quantile: [0, 14],
        correlation: [0, 1],
        most_common_in_set: [1, ['open']],
        freshness: [1, '2024-04-20'],
        every_period: [1, ['2024-04-21 to 2024-04-22']],
        row_count: [0, 41],
        column_count: [0, 7],
        columns: [1, ['email is missing']],
      })
      const broken = report.problems.filter(problem => problem.code === 'W-RULE-WHOLE')
      expect(broken).toHaveLength(7)
      expect((await textsIn(folder))['good.csv']).toBe(text)
    })
})
