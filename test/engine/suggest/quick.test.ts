import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { engineOfTests, flowOf } from '#test/engine/preview/engine-of-tests.ts'

const { engine, folder, request } = engineOfTests()

test('Suggestions are of first rows at once, and say so, and then are counted in all', async () => {
  const lines = Array.from(
    { length: 60_000 },
    (_, i) => `${i},${i % 500 === 0 ? ' ' : ''}${['open', 'paid', 'sent'][i % 3]},${i === 50_000 ? -1 : 5}`,
  )
  writeFileSync(join(folder(), 'orders.csv'), `id,state,quantity\n${lines.join('\n')}\n`)
  const flow = flowOf({ orders: ['source.csv', { path: 'orders.csv' }] }, [])
  const asked = (quick: boolean) => engine().suggest(request(flow), { node: 'orders', port: null, quick })
  const told = ({ rules, repairs }: Awaited<ReturnType<typeof asked>>) => ({
    quantity: rules.find(({ rule }) => rule.kind === 'range')?.flagged,
    trim: repairs.find(({ title }) => title === 'Trim spaces')?.changed,
  })
  const first = await asked(true)
  expect(first).toMatchObject({ rows: 10_000, scope: 'first 10000 rows of orders' })
  expect(told(first)).toEqual({ quantity: 0, trim: 20 })
  const all = await asked(false)
  expect(all).toMatchObject({ rows: 60_000, scope: 'all' })
  expect(told(all)).toEqual({ quantity: 1, trim: 120 })
})
