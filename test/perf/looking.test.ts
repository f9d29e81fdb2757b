import { expect, it } from 'vitest'
import { measureLooking } from '#test/perf/looking.ts'

it('The figures of looking at rows are taken, as far as pages far down and the loop of the process', async () => {
  const results = await measureLooking(20_000, 1)
  expect(results.map(({ name }) => name.replace(/,.*/, ''))).toEqual(
    expect.arrayContaining([
      'First page at check',
      'Cached page at sorted',
      'First page against its bare statement at by_month',
    ]),
  )
  expect(results.filter(({ value }) => !(value >= 0))).toEqual([])
  expect(results.map(({ name }) => name).join('\n')).toMatch(/Page at row \d+ of live[\s\S]*Loop delay p99/)
})
