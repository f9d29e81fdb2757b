import { afterAll, beforeAll, expect, test } from 'vitest'
import { aggregateCall, column, orderBy, over, project, values } from '#core/relation/build.ts'
import { changing, isUncertain, isUncertainText } from '#engine/cache/uncertain.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'

let database: Database
beforeAll(async () => {
  database = await openDatabase({ memory: '256MB', threads: 1 })
})
afterAll(() => database.close())

test('Every scalar function that DuckDB itself marks as changing is held to change', async () => {
  const session = await database.connect()
  const { rows } = await session.query(
    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'scalar' AND stability IN ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')",
  )
  const marked = rows.map(([name]) => String(name))
  expect(marked.length).toBeGreaterThan(10)
  // `error` ends the statement: there is no value that could be another one
  expect(marked.filter(name => !changing.has(name))).toEqual(['error'])
})

test.each([
  'random() < 0.5',
  'a > now()',
  'a = current_date',
  'Current_Timestamp',
  "getvariable('x')",
  'first(a)',
  'string_agg(a)',
  'approx_quantile(a, 0.5)',
  'row_number() OVER (PARTITION BY a)',
  'SELECT * FROM t LIMIT 3',
  'SELECT * FROM t USING SAMPLE 3',
])('%s may give another value another time', text => {
  expect(isUncertainText(text)).toBe(true)
})

test.each([
  "a = 'random() now()'",
  '"now()" > 1 AND "current_date" > 2',
  "a::UUID = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'",
  'first(a ORDER BY b)',
  'sum(a) + count(*)',
  'a -- now()',
  'SELECT * FROM t ORDER BY a LIMIT 3',
])('%s gives the same value another time', text => {
  expect(isUncertainText(text)).toBe(false)
})

test('A window whose values are taken in an order of their own gives the same value another time', () => {
  const rows = values([{ name: 'a', type: 'INTEGER' }], [['1']])
  const windowed = (order: boolean) =>
    project(rows, [
      {
        name: 'm',
        expression: over(aggregateCall('mode', [column('a')], order ? { order: [orderBy(column('a'))] } : {}), {
          partition: [column('a')],
        }),
      },
    ])
  expect(isUncertain(windowed(true))).toBe(false)
  expect(isUncertain(windowed(false))).toBe(true)
})
