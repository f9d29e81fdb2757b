import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { needsAll } from '#engine/preview/sample.ts'
import { engineOfTests, flowOf } from './engine-of-tests.ts'

const { engine, folder, page, query, request } = engineOfTests()

const many = 60_000

beforeAll(async () => {
  const lines = Array.from({ length: many }, (_, i) => `${i},${i % 100 === 0 ? -1 : i % 50},name ${i % 1000}`)
  await writeFile(join(folder(), 'many.csv'), `id,amount,name\n${lines.join('\n')}\n`)
  await writeFile(join(folder(), 'few.csv'), 'id,amount\n1,5\n2,-5\n')
})

const flow = () =>
  flowOf(
    {
      many: ['source.csv', { path: 'many.csv' }],
      few: ['source.csv', { path: 'few.csv' }],
      check: ['test.validator', {}],
      small: ['test.validator', {}],
      odd: ['transform.filter', { where: 'id % 2 = 1' }],
      slow: [
        'transform.sql',
        {
          inputs: ['many'],
          sql: [
            'SELECT a.name, sum(hash(a.id, b.id, c.range) % 7) AS s FROM many a JOIN many b USING (name), range(40) c GROUP BY ALL',
          ],
        },
      ],
      total: ['transform.aggregate', { keys: ['name'], measures: [{ name: 'n', function: 'count' }] }],
      pairs: ['transform.join', { keys: [{ left: 'name', right: 'name' }] }],
      late: ['transform.filter', { where: 'length(repeat(name, 20)) > 0' }],
      down: ['transform.sort', { by: [{ column: 'id', direction: 'desc' }] }],
    },
    [
      'many.out check.in',
      'few.out small.in',
      'check.out odd.in',
      'many.out slow.many',
      'slow.out total.in',
      'check.out pairs.left',
      'many.out pairs.right',
      'pairs.out late.in',
      'check.out down.in',
    ],
  )

describe('a quick page', () => {
  test('of rows that can be told one by one has the first of them, without counts, and says so', async () => {
    const found = await page(flow(), 'odd', { limit: 3, quick: true })
    expect(found.rows.map(row => row[0])).toEqual([1, 3, 5])
    expect(found.flags.map(flags => flags.map(f => f.rule))).toEqual([['even'], ['even'], ['even']])
    expect(found).toMatchObject({ rowCount: null, totalCount: null, flaggedCount: null, scope: 'first 3 rows of odd' })
    const further = await page(flow(), 'odd', { offset: 1000, limit: 2, quick: true })
    expect([further.rows.map(row => row[0]), further.scope]).toEqual([[2001, 2003], 'first 1002 rows of odd'])
  })

  test('is exact where all rows fit into it', async () => {
    const found = await page(flow(), 'small', { quick: true })
    expect(found).toMatchObject({ rowCount: 2, totalCount: 2, flaggedCount: 2, scope: 'all' })
  })

  test('is exact where the table is there already', async () => {
    const own = flow()
    await page(own, 'check')
    expect(await page(own, 'check', { limit: 1, quick: true })).toMatchObject({ rowCount: many, scope: 'all' })
  })

  test('of a join samples the side that drives it, and fetches all that matches', async () => {
    const found = await page(flow(), 'late', { quick: true, limit: 1000 })
    expect(found).toMatchObject({ rowCount: null, totalCount: null, scope: 'first 10000 rows of many' })
    expect(found.rows).toHaveLength(1000)
    const right = found.columns.findIndex(column => column.name === 'id_right')
    expect(Math.max(...found.rows.map(row => Number(row[0])))).toBeLessThan(10_000)
    expect(Math.max(...found.rows.map(row => Number(row[right])))).toBeGreaterThan(10_000)
  })

  test('of what is sorted has the first of all rows, before their table is there', async () => {
    const own = flow()
    const found = await page(own, 'down', { limit: 3, quick: true })
    expect(found.rows.map(row => row[0])).toEqual([many - 1, many - 2, many - 3])
    expect(found).toMatchObject({ rowCount: null, scope: 'first 3 rows of down' })
    expect(found.flags[0]?.map(flag => flag.rule)).toEqual(['even'])
  })

  test('of what is sorted is read from the table before it, where that is there', async () => {
    const own = flowOf(
      {
        many: ['source.csv', { path: 'many.csv' }],
        draw: ['transform.formula', { columns: [{ name: 'draw', expression: 'random()' }] }],
        down: ['transform.sort', { by: [{ column: 'draw', direction: 'desc' }] }],
      },
      ['many.out draw.in', 'draw.out down.in'],
    )
    const top = { sort: [{ column: 'draw', direction: 'desc' as const }], limit: 3 }
    const drawn = (await page(own, 'draw', top)).rows
    expect((await page(own, 'down', { limit: 3, quick: true })).rows).toEqual(drawn)
  })

  test('of what cannot be sampled is of all rows', async () => {
    const nodes = { ...flow().nodes, n: flow().nodes.total! }
    const own = { ...flow(), nodes, edges: [...flow().edges, { from: 'check.out', to: 'n.in' }] }
    expect(await page(own, 'n', { quick: true })).toMatchObject({ rowCount: 1000, totalCount: 1000, scope: 'all' })
  })

  test('is followed by the exact one, with all counts', async () => {
    const found = await page(flow(), 'odd', { limit: 3 })
    expect(found.rows.map(row => row[0])).toEqual([1, 3, 5])
    expect(found).toMatchObject({ rowCount: many / 2, totalCount: many / 2, flaggedCount: many / 2, scope: 'all' })
  })
})

describe('a page that is no longer wanted', () => {
  test('stops within a second, and leaves the engine free for the next', async () => {
    const controller = new AbortController()
    const waiting = page(flow(), 'total', {}, controller.signal)
    setTimeout(() => controller.abort(new Error('another one is wanted')), 100)
    const begin = performance.now()
    await expect(waiting).rejects.toThrow('another one is wanted')
    expect(performance.now() - begin).toBeLessThan(1_000)
    expect((await page(flow(), 'few')).rowCount).toBe(2)
    expect(performance.now() - begin).toBeLessThan(3_000)
  })

  test('does not take the one with it who waits for the same', async () => {
    const own = flowOf({ many: ['source.csv', { path: 'many.csv' }], c: ['test.validator', {}] }, ['many.out c.in'])
    const controller = new AbortController()
    const left = page(own, 'c', {}, controller.signal).catch(() => 'left')
    const stays = page(own, 'c')
    controller.abort()
    expect([await left, (await stays).rowCount]).toEqual(['left', many])
  })
})

test('which node needs all rows is known of each port before they are read', async () => {
  const all = flowOf(
    {
      a: ['source.csv', { path: 'many.csv' }],
      b: ['source.csv', { path: 'few.csv' }],
      inner: ['transform.join', { keys: [{ left: 'name', right: 'name' }] }],
      full: ['transform.join', { type: 'full', keys: [{ left: 'id', right: 'id' }] }],
      odd: ['transform.filter', { where: 'id % 2 = 1' }],
      after: ['transform.filter', { where: 'id < 5' }],
      groups: ['transform.aggregate', { keys: ['name'], measures: [{ name: 'n', function: 'count' }] }],
      sorted: ['transform.sort', { by: [{ column: 'id' }] }],
      once: ['transform.dedupe', { keys: ['name'] }],
    },
    [
      'a.out inner.left',
      'groups.out inner.right',
      ...['a.out full.left', 'b.out full.right', 'inner.out odd.in', 'once.unique after.in'],
      ...['a.out groups.in', 'a.out sorted.in', 'a.out once.in'],
    ],
  )
  const compiled = await engine().compile(request(all))
  const needs = (node: string, port: string) => needsAll(compiled, node, port)
  expect(
    [
      ['a', 'out'],
      ['inner', 'out'],
      ['odd', 'match'],
      ['odd', 'rest'],
    ].map(([node, port]) => needs(node!, port!)),
  ).toEqual([null, null, null, null])
  expect(needs('inner', 'left_only')).toBe('inner')
  expect([needs('full', 'out'), needs('groups', 'out'), needs('sorted', 'out'), needs('once', 'unique')]).toEqual([
    'full',
    'groups',
    'sorted',
    'once',
  ])
  expect(needs('after', 'match')).toBe('once')
})

test('the SQL of a port is what computes its rows, without what is hidden', async () => {
  const sql = await engine().sql(request(flow()), 'odd', null)
  expect(sql).toContain('read_csv')
  expect(sql.trimStart()).toMatch(/^WITH/)
})

test('a cell far down is read by the same coordinates as its page', async () => {
  const sort = [{ column: 'id', direction: 'desc' as const }]
  const found = await page(flow(), 'check', { offset: 59_990, limit: 5, sort })
  expect(found.rows.map(row => row[0])).toEqual([9, 8, 7, 6, 5])
  expect(await engine().cell(request(flow()), query('check', { sort }), 59_990, 'id')).toBe('9')
})

describe('a quick page of what a filter asks for', () => {
  const odd = { rule: { node: 'check', rule: 'even' } }

  test('has the first matching rows, and says so, before all rows are read', async () => {
    const nodes = { ...flow().nodes, fresh: { kind: 'transform.filter', version: 1, settings: { where: 'id >= 0' } } }
    const own = { ...flow(), nodes, edges: [...flow().edges, { from: 'check.out', to: 'fresh.in' }] }
    const found = await page(own, 'fresh', { limit: 3, quick: true, filter: odd })
    expect(found.rows.map(row => row[0])).toEqual([1, 3, 5])
    expect(found).toMatchObject({ rowCount: null, totalCount: null, scope: 'first 3 matching rows of fresh' })
    const exact = await page(own, 'fresh', { limit: 3, filter: odd })
    expect(exact).toMatchObject({ rows: found.rows, rowCount: many / 2, totalCount: many, scope: 'all' })
  })

  test('has the first of a few, too, and no more than there are', async () => {
    const filter = { columns: [{ column: 'id', operator: '>=' as const, value: String(many - 2) }] }
    const found = await page(flow(), 'odd', { limit: 3, quick: true, filter })
    expect(found.rows.map(row => row[0])).toEqual([many - 1])
    expect(found.rowCount === null || found.rowCount === 1).toBe(true)
  })

  test('refuses a value that is none of the type', async () => {
    const filter = { columns: [{ column: 'id', operator: '=' as const, value: 'x' }] }
    await expect(page(flow(), 'odd', { quick: true, filter }).catch(error => error.problem.code)).resolves.toBe(
      'E-FILTER-VALUE',
    )
  })
})
