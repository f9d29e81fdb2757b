import { expect, test } from 'vitest'
import { measureCsv } from './csv.ts'

test('clean and broken CSV files are measured against a typed read', async () => {
  const results = await measureCsv(5_000, 1)
  expect(results.map(({ unit }) => unit)).toEqual(['s', ...Array.from({ length: 6 }, () => 'ratio')])
  expect(results.every(({ value }) => value > 0)).toBe(true)
})
