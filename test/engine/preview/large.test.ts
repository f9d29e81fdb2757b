import { expect, test } from 'vitest'
import { engineOfTests, flowOf } from './engine-of-tests.ts'

const { page } = engineOfTests()

const many = 600_000

const flow = flowOf(
  {
    one: ['source.inline', { columns: [{ name: 'one', type: 'INTEGER' }], rows: [['1']] }],
    many: [
      'transform.sql',
      {
        inputs: ['one'],
        sql: [
          "SELECT i AS id, i % 1000 - 1 AS amount, repeat('x', 40) || i AS name",
          `FROM one, range(${many}) AS r(i)`,
          'ORDER BY i',
        ],
      },
    ],
    check: ['test.validator', {}],
  },
  ['one.out many.one', 'many.out check.in'],
)

test('the first matching rows of a large table are there before all are sought, and say so', async () => {
  const exact = await page(flow, 'check', { limit: 1 })
  expect([exact.rowCount, exact.flaggedCount]).toEqual([many, many / 2 + many / 1000])
  const asked = { limit: 2, filter: { severity: 'error' as const }, cutAt: 10 }
  const quick = await page(flow, 'check', { ...asked, quick: true })
  expect(quick.rows.map(row => row[0])).toEqual([0, 1000])
  expect(quick.flags.map(flags => flags.map(flag => flag.rule))).toEqual([['positive'], ['positive']])
  expect(quick).toMatchObject({ rowCount: null, totalCount: many, scope: 'first 2 matching rows of check' })
  expect(await page(flow, 'check', asked)).toMatchObject({ rows: quick.rows, rowCount: many / 1000, scope: 'all' })
  expect(await page(flow, 'check', { ...asked, quick: true })).toMatchObject({ rowCount: many / 1000, scope: 'all' })
  const search = { search: `x${many - 1}` }
  const found = await page(flow, 'check', { limit: 2, quick: true, cutAt: 10, filter: search })
  expect(found.rows.map(row => row[0])).toEqual([many - 1])
})
