import { expect, test } from 'vitest'
import { measure, table } from './bench.ts'

test('the benchmark runs on a small table, its flow gives what the hand-written SQL gives, and prints a table', async () => {
  const results = await measure(20_000, 1)
  expect(results.map(r => r.unit)).toEqual(expect.arrayContaining(['KB', 's', 'ratio']))
  expect(results.every(r => r.value > 0)).toBe(true)
  expect(table(results)).toContain('| what | value | goal |')
})
