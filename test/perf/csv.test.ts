import { expect, test } from 'vitest'
import { measureCsv } from './csv.ts'
import { measureJson } from './json.ts'

test.each([
  ['CSV', measureCsv],
  ['JSON', measureJson],
])('clean and broken %s files are measured against a typed read', async (_, measure) => {
  const results = await measure(5_000, 1)
  expect(results.map(({ unit }) => unit)).toEqual(['s', ...Array.from({ length: 6 }, () => 'ratio')])
  expect(results.every(({ value }) => value > 0)).toBe(true)
})
