import { afterAll, beforeAll, expect, test } from 'vitest'
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
