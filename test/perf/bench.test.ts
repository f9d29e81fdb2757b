import { expect, test } from 'vitest'
import { temporaryFolder } from '#test/engine/run/temp-folder.ts'
import { measure, table } from './bench.ts'
import { measureTpch } from './measure-tpch.ts'

test('the benchmark runs on a small table, its flow gives what the hand-written SQL gives, and prints a table', async () => {
  const results = await measure(20_000, 1)
  expect(results.map(r => r.unit)).toEqual(expect.arrayContaining(['KB', 's', 'ratio']))
  expect(results.every(r => r.value > 0)).toBe(true)
  expect(table(results)).toContain('| what | value | goal |')
})

test('a query of TPC-H is measured in this process and as one of its own, and told of when it is done', async () => {
  const lines: string[] = []
  const chosen = { scale: 0.01, times: 1, chosen: ['q06'] }
  const results = await measureTpch(chosen, await temporaryFolder(), line => lines.push(line))
  expect(lines).toEqual([
    expect.stringMatching(/^q06 [\d.]+ s against [\d.]+ s: [\d.]+, cores [\d.]+, whole processes [\d.]+$/),
  ])
  expect(results.map(({ unit }) => unit)).toEqual(['ratio', 'ratio', 'ratio', 'ratio'])
  await expect(measureTpch({ ...chosen, chosen: ['q99'] }, '', () => {})).rejects.toThrow(
    /There is no query q99: q01, q02/,
  )
})
