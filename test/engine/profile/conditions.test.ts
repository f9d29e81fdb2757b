import { expect, test } from 'vitest'
import {
  type ColumnCondition,
  conditionOfPattern,
  conditionOfValue,
  conditionsOfPart,
} from '#core/profile/conditions.ts'
import { writeConditions } from '#core/sql/condition.ts'
import { engineOfTests, flowOf } from '#test/engine/preview/engine-of-tests.ts'

const { engine, page, request } = engineOfTests()

const sql = `SELECT i AS whole, (i * i) % 97 / 7 AS "re al", (i * 1.37)::FLOAT AS short, (i * 0.37)::DECIMAL(9, 2) AS money,
  DATE '2023-11-05' + (i * 3)::INT AS day, TIMESTAMP '2023-11-05 10:00:00.5' + to_milliseconds(i * 123457) AS at,
  (TIMESTAMP '2023-11-05 10:00:00.5' + to_minutes(i * 123))::TIMESTAMPTZ AS zoned,
  i % 3 = 0 AS yes, (i % 5)::UTINYINT AS few, 'it''s ' || (i % 4) AS word,
  repeat(chr((97 + i % 26)::INT), 1 + i % 9) || repeat('Ä', i % 4) || '+' || repeat('7', i % 7) AS code,
  CASE WHEN i % 10 = 0 THEN NULL WHEN i % 10 = 1 THEN 'NaN'::DOUBLE ELSE i END AS odd
  FROM range(500) AS r(i)`
const source = ['transform.sql', { inputs: [], sql: [sql] }] as const
const flow = flowOf({ made: source }, [])

test('Each bar and each value of a profile finds as many rows as it counts, by a filter and by a node', async () => {
  const profile = await engine().profile(request(flow), { node: 'made', port: null })
  const asked: (readonly [readonly ColumnCondition[], number, string])[] = profile.columns.flatMap(column => {
    const { name, histogram } = column
    const parts = (histogram?.counts ?? []).flatMap((count, part) => {
      const conditions = histogram && conditionsOfPart(column, histogram, part)
      return conditions ? [[conditions, count, `${name}, part ${part}`] as const] : []
    })
    const values = column.frequent.map(
      ({ value, count }) => [[conditionOfValue(name, value)], count, `${name} is ${value}`] as const,
    )
    const patterns = column.patterns.map(
      ({ pattern, count }) => [[conditionOfPattern(column, pattern)], count, `${name} like ${pattern}`] as const,
    )
    return [
      ...parts,
      ...values,
      ...patterns,
      [[{ column: name, operator: 'is_null' }], column.nulls, `no ${name}`] as const,
    ]
  })
  expect(asked.length).toBeGreaterThan(200)
  for (const [columns, count, what] of asked.filter((_, i) => i % 4 === 0)) {
    const { rowCount } = await page(flow, 'made', { limit: 1, filter: { columns } })
    expect(rowCount, what).toBe(count)
  }
  const texts = asked.map(([conditions]) => writeConditions(profile.columns, conditions))
  const counted = texts.map((text, i) => `count(*) FILTER (${text}) AS c${i}`)
  const all = flowOf(
    { made: source, counts: ['transform.sql', { inputs: ['made'], sql: [`SELECT ${counted.join(', ')} FROM made`] }] },
    ['made.out counts.made'],
  )
  const { rows } = await page(all, 'counts')
  expect(rows[0]).toEqual(asked.map(([, count]) => count))
})

test('Conditions are written as a person would, and nothing in them ends a text', async () => {
  const columns = [
    { name: 'a"b', type: 'BIGINT' },
    { name: 'day', type: 'DATE' },
    { name: 'word', type: 'VARCHAR' },
  ]
  expect(
    writeConditions(columns, [
      { column: 'A"B', operator: '>', value: '10' },
      { column: 'a"b', operator: '<=', value: "1'; DROP" },
      { column: 'day', operator: '=', value: '2024-01-31' },
      { column: 'word', operator: 'contains', value: "O'Hara" },
      { column: 'word', operator: 'is_not_null' },
    ]),
  ).toBe(
    `"a""b" > 10 and "a""b" <= CAST('1''; DROP' AS BIGINT) and "day" = DATE '2024-01-31' ` +
      `and contains(lower(CAST("word" AS VARCHAR)), lower('O''Hara')) and "word" is not null`,
  )
})
