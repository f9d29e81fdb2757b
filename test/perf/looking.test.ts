import { expect, it } from 'vitest'
import { testFolder } from '#test/hosts/folder.ts'
import { benchData } from '#test/perf/data.ts'
import { measureAgain } from '#test/perf/measure-again.ts'
import { measureLoop } from '#test/perf/measure-loop.ts'
import { measurePages } from '#test/perf/measure-pages.ts'

it('The figures of looking at rows are taken: runs after an edit, pages far down, the loop of the process', async () => {
  const rows = 20_000
  const data = await benchData(rows)
  const folder = testFolder()
  const results = [
    ...(await measureAgain(data, rows, 1, folder, ['parquet'])),
    ...(await measurePages(data, rows, 1, folder, ['parquet'])),
    ...(await measureLoop(data, rows, folder)),
  ]
  expect(results.map(({ name }) => name.replace(/,.*/, ''))).toEqual(
    expect.arrayContaining([
      'Run after an edit at the end against it',
      'First page at check',
      'Cached page at sorted',
      'First page against its bare statement at by_month',
    ]),
  )
  expect(results.filter(({ value }) => !(value >= 0))).toEqual([])
  expect(results.map(({ name }) => name).join('\n')).toMatch(/Page at row \d+ of live[\s\S]*Loop delay p99/)
})
