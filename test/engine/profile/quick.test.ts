import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { engineOfTests, flowOf } from '#test/engine/preview/engine-of-tests.ts'

const { engine, folder, request, page } = engineOfTests()

const write = (name: string, rows: number) => {
  const path = join(folder(), name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `id,half\n${Array.from({ length: rows }, (_, i) => `${i},${Math.floor(i / 2)}`).join('\n')}\n`)
}

const flow = flowOf(
  {
    orders: ['source.csv', { path: 'orders.csv' }],
    big: ['transform.filter', { where: 'id >= 100' }],
    halves: ['transform.aggregate', { keys: ['half'], measures: [{ name: 'n', function: 'count' }] }],
  },
  ['orders.out big.in', 'big.match halves.in'],
)
const profile = (node: string, quick: boolean) => engine().profile(request(flow), { node, port: null, quick })

test('A profile is of first rows at once, and says so, and then of all', async () => {
  write('orders.csv', 400_000)
  const first = await profile('big', true)
  expect(first).toMatchObject({ rows: 10_000, scope: 'first 10000 rows of big', keys: [['id']] })
  expect(first.columns[0]).toMatchObject({ min: 100, max: 10_099, distinct: { count: 10_000, exact: true } })
  const all = await profile('big', false)
  expect(all).toMatchObject({ rows: 399_900, scope: 'all' })
  expect(all.columns[0]).toMatchObject({ min: 100, max: 399_999 })
  expect(await profile('big', true)).toEqual(all)
})

test('A profile of what needs all rows is of them, or of the first of many that come of it', async () => {
  write('orders.csv', 300_000)
  expect(await profile('halves', true)).toMatchObject({ rows: 149_950, scope: 'all' })
  write('orders.csv', 600_000)
  expect(await profile('halves', true)).toMatchObject({ rows: 10_000, scope: 'first 10000 rows of halves' })
  expect(await profile('halves', false)).toMatchObject({ rows: 299_950, scope: 'all' })
})

test('A profile of a table that is there but large is of its first rows, unless it was made before', async () => {
  write('orders.csv', 500_000)
  expect(await page(flow, 'orders')).toMatchObject({ rowCount: 500_000 })
  expect(await profile('orders', true)).toMatchObject({ rows: 10_000, scope: 'first 10000 rows of orders' })
  await profile('orders', false)
  expect(await profile('orders', true)).toMatchObject({ rows: 500_000, scope: 'all' })
})

test('A profile of few rows is exact at once', async () => {
  write('orders.csv', 500)
  expect(await profile('orders', true)).toMatchObject({ rows: 500, scope: 'all' })
  expect(await profile('halves', true)).toMatchObject({
    scope: expect.stringMatching(/^(all|first 10000 rows of orders)$/),
  })
})

test('A profile asked for a port that is not there says what there is', async () => {
  const asked = engine().profile(request(flow), { node: 'big', port: 'mach' })
  await expect(asked).rejects.toMatchObject({ problem: { code: 'E-PORT-UNKNOWN' } })
})

test('A profile that is no longer wanted ends', async () => {
  write('orders.csv', 400_001)
  const stop = new AbortController()
  const asked = engine().profile(request(flow), { node: 'big', port: null }, stop.signal)
  setTimeout(() => stop.abort(), 30)
  await expect(asked).rejects.toThrow(/abort/i)
})
