import { expect, test } from 'vitest'
import { readPage } from '#engine/duckdb/read.ts'
import { databaseOfTests } from './session-of-tests.ts'

const { session } = databaseOfTests()

test.each([
  ['42::BIGINT', 42],
  ['9007199254740991::BIGINT', 9007199254740991],
  ['9007199254740993::BIGINT', '9007199254740993'],
  ["'-9223372036854775808'::BIGINT", '-9223372036854775808'],
  ['18446744073709551615::UBIGINT', '18446744073709551615'],
  ['170141183460469231731687303715884105727::HUGEINT', '170141183460469231731687303715884105727'],
  ['-1.50::DECIMAL(8,2)', '-1.50'],
  ['0.1::FLOAT', 0.1],
  ['[0.1::FLOAT]', [0.1]],
  ['0.1::DOUBLE', 0.1],
  ["'nan'::DOUBLE", 'NaN'],
  ["'-inf'::DOUBLE", '-Infinity'],
  ['true', true],
  ['NULL', null],
  ["'é'", 'é'],
  ["DATE '2024-02-29'", '2024-02-29'],
  ["'infinity'::DATE", 'infinity'],
  ["'-infinity'::DATE", '-infinity'],
  ["DATE '0044-03-15 (BC)'", '-000043-03-15'],
  ["DATE '12345-01-01'", '+012345-01-01'],
  ["TIMESTAMP '2024-02-29 01:02:03'", '2024-02-29T01:02:03'],
  ["TIMESTAMP '2024-02-29 01:02:03.25'", '2024-02-29T01:02:03.25'],
  ["'infinity'::TIMESTAMP", 'infinity'],
  ["TIMESTAMP_NS '2024-02-29 01:02:03.123456789'", '2024-02-29T01:02:03.123456789'],
  ["TIMESTAMPTZ '2024-02-29 01:02:03+02'", '2024-02-28T23:02:03Z'],
  ["TIME '01:02:03.5'", '01:02:03.5'],
  ["INTERVAL '14 months 3 days 04:05:06.7'", 'P1Y2M3DT4H5M6.7S'],
  ["INTERVAL '-90 seconds'", 'PT-1M-30S'],
  ["INTERVAL '0 seconds'", 'PT0S'],
  ["'\\xAA\\x00a'::BLOB", '\\xAA\\x00a'],
  ["'0110'::BIT", '0110'],
  ["'5c3a41cd-54e1-4bd0-b0ef-3a2eb4a1c6b2'::UUID", '5c3a41cd-54e1-4bd0-b0ef-3a2eb4a1c6b2'],
  ["'a'::ENUM('a', 'b')", 'a'],
  ['\'{"a":1}\'::JSON', '{"a":1}'],
  ['[1, NULL]::INTEGER[]', [1, null]],
  ["[DATE '2024-01-01']::DATE[1]", ['2024-01-01']],
  ["{'a': 1, 'b c': [1.50::DECIMAL(4,2)]}", { a: 1, 'b c': ['1.50'] }],
  ["MAP {'x': 9007199254740993}", { x: '9007199254740993' }],
  ['MAP {1: 2}', [{ key: 1, value: 2 }]],
  ["union_value(k := DATE '2024-01-01')", '2024-01-01'],
])('%s is read as JSON holds it without loss', async (expression, expected) => {
  const { rows } = await readPage(session(), `SELECT ${expression} AS v`, 1)
  expect(rows).toEqual([[expected]])
})

test('a page has no more rows than asked for, and one without an end is refused', async () => {
  expect((await readPage(session(), 'SELECT * FROM range(100000)', 3)).rows).toEqual([[0], [1], [2]])
  await expect(readPage(session(), 'SELECT 1', 1_000_000)).rejects.toThrow(/at most/)
  await expect(session().query('SELECT * FROM range(1000000)')).rejects.toThrow(/100000 rows/)
})
