import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, column, explode, literal } from '#core/relation/build.ts'
import { isOrdered } from '#core/relation/order.ts'
import { printRelation } from '#core/sql/print.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'

let database: Database

beforeAll(async () => {
  database = await openDatabase({ threads: 4 })
})

afterAll(() => database.close())

test('rows keep their order where a text looks for a value among many constants', async () => {
  const session = await database.connect()
  await session.execute('CREATE TEMP TABLE numbers AS SELECT i, i % 7 AS k FROM range(1500000) AS r(i)')
  await session.execute('CREATE TEMP TABLE kept AS SELECT i, k IN (0, 1, 2, 3, 4, 5, 6) AS known FROM numbers')
  const scattered = 'SELECT count(*) FROM (SELECT i, rowid AS place FROM kept) AS t WHERE i <> place'
  expect(Number(await session.value(scattered))).toBe(0)
})

test('rows keep their order where each is repeated for the elements of its list', async () => {
  const session = await database.connect()
  await session.execute('CREATE TEMP TABLE many AS SELECT i FROM range(500000) AS r(i)')
  const many = {
    kind: 'table',
    name: 'many',
    columns: [{ name: 'i', type: 'BIGINT' }],
    slots: [],
    ordered: true,
    extras: [],
  } as const
  const three = call('range', column('i'), call('add', column('i'), literal(3)))
  const exploded = explode(many, three, { element: 'e', position: 'p' })
  expect(isOrdered(exploded)).toBe(true)
  await session.execute(`CREATE TEMP TABLE exploded AS ${printRelation(exploded)}`)
  const wrong = 'SELECT count(*) FROM exploded WHERE i * 3 + p - 1 <> rowid OR e <> i + p - 1'
  expect(Number(await session.value(wrong))).toBe(0)
  expect(Number(await session.value('SELECT count(*) FROM exploded'))).toBe(1500000)
})
