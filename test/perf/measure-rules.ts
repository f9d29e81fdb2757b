import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import type { BenchData } from './data.ts'
import { byTurns, figure, type Measure, median, round, run, secondsOf, weir } from './measure.ts'
import { oneRule, rowRules, setRules, splitFlow } from './rules.ts'
import { measureStatistics } from './statistics.ts'

const asked = { node: 'check', port: 'out', offset: 0, limit: 200, cutAt: 500 } as const

/** Seconds to the first page of flagged rows: from files alone, and where the rows lie ready. */
const flaggedPages = async (format: 'csv' | 'parquet', path: string, folder: string, times: number) => {
  const [cold, warm]: [number[], number[]] = [[], []]
  for (let i = 0; i < times; i++) {
    const engine = await createEngine({ catalogue })
    const flow = splitFlow(format, path, folder, rowRules)
    const request = { flow, path: null, folder, params: {}, asOf: '2024-06-30T12:00:00Z' }
    const query = { ...asked, filter: { flaggedOnly: true } }
    cold.push(await secondsOf(() => engine.page(request, { ...query, quick: true })))
    await engine.page(request, asked)
    warm.push(await secondsOf(() => engine.page(request, query)))
    await engine.close()
  }
  return { cold: median(cold), warm: median(warm) }
}

/** What many rules cost against one, what counting costs, and how soon flagged rows are seen. */
export const measureRules = async (
  data: BenchData,
  rows: number,
  times: number,
  scratch: string,
): Promise<readonly Measure[]> => {
  const million = `${round(rows / 1e6, 2)} M rows`
  const results: Measure[] = []
  const goals = { csv: 1.3, parquet: 1.7 } as const
  for (const format of ['csv', 'parquet'] as const) {
    const out = join(scratch, `${format}-rules`)
    mkdirSync(out, { recursive: true })
    const flows = [oneRule, rowRules, [...rowRules, ...setRules]].map((rules, i) => {
      const file = join(scratch, `${format}-rules-${i}.flow.json`)
      writeFileSync(file, `${JSON.stringify(splitFlow(format, data[format], out, rules), null, 2)}\n`)
      return file
    })
    const [one, many, sets] = byTurns(
      times,
      flows.map(file => () => run(weir, 'run', file, '--state', join(scratch, 'state'))),
    ) as [number, number, number]
    results.push(
      figure(`Split by one rule, ${format}, ${million}`, round(one, 2), 's', null),
      figure(`28 row rules against one, ${format}, ${million}`, round(many / one, 2), 'ratio', goals[format]),
      figure(`The same with unique and reference, ${format}, ${million}`, round(sets / one, 2), 'ratio', 2),
    )
  }
  const { counts, wholes } = await measureStatistics(data.parquet, times)
  const fromCsv = await flaggedPages('csv', data.csv, scratch, times)
  const fromParquet = await flaggedPages('parquet', data.parquet, scratch, times)
  return [
    ...results,
    figure(`Counts of 28 rules, ${million}`, round(counts, 3), 's', 0.2),
    figure(`Statistics of eight rules on the whole, ${million}`, round(wholes, 3), 's', 0.2),
    figure(`First page of flagged rows, csv, ${million}`, round(fromCsv.cold, 3), 's', 0.5),
    figure(`First page of flagged rows, parquet, ${million}`, round(fromParquet.cold, 3), 's', 0.5),
    figure(`First page of flagged rows of a table looked at, ${million}`, round(fromParquet.warm, 3), 's', 0.5),
  ]
}
