import { expect, test } from 'vitest'
import { queryLines, tablesOf } from '#renderer/bring/sql-text.ts'

test('the tables that a query reads are its inputs: not those that it makes, nor functions, texts and comments', () => {
  expect(tablesOf('SELECT * FROM Orders o JOIN "customers" c ON o.id = c.id')).toEqual(['orders', 'customers'])
  expect(tablesOf('select * from a, b as x, c where d = 1')).toEqual(['a', 'b', 'c'])
  expect(tablesOf('WITH x AS (SELECT * FROM a), y AS (SELECT * FROM x) SELECT * FROM y JOIN b USING (id)')).toEqual([
    'a',
    'b',
  ])
  expect(
    tablesOf("SELECT 'from c' FROM a -- from b\nWHERE extract(year FROM day) = 2024 AND u IS DISTINCT FROM v"),
  ).toEqual(['a'])
  expect(tablesOf("SELECT * FROM read_csv('a.csv'), range(3)")).toEqual([])
  expect(tablesOf('SELECT * FROM shop.orders')).toEqual([])
  expect(tablesOf('SELECT 1')).toEqual([])
})

test('a query is kept line by line, without the semicolon at its end', () => {
  expect(queryLines('SELECT 1,\r\n  2;\n')).toEqual(['SELECT 1,', '  2'])
})
