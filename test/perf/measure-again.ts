import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '#core/report.ts'
import { createEngine } from '#engine/engine.ts'
import { filesUnder } from '#hosts/service/files.ts'
import { fileJournal } from '#hosts/service/journal.ts'
import { recentFiles } from '#hosts/service/recent.ts'
import { createService } from '#hosts/service/service.ts'
import { catalogue } from '#nodes/index.ts'
import type { BenchData } from './data.ts'
import { twentyFlow } from './flow.ts'
import { figure, type Measure, median, round, takenBy } from './measure.ts'
import type { Format } from './pages.ts'

/** Of a run in the editor: how much of the first one is done again after an edit of the node before the sink. */
export const measureAgain = async (
  data: BenchData,
  rows: number,
  times: number,
  folder: string,
  formats: readonly Format[] = ['csv', 'parquet'],
): Promise<readonly Measure[]> => {
  const results: Measure[] = []
  for (const format of formats) {
    const taken: { readonly cold: number; readonly again: number; readonly cpu: number }[] = []
    for (let i = 0; i < times; i++) {
      const home = mkdtempSync(join(folder, 'again-'))
      mkdirSync(join(home, 'state'))
      const engine = await createEngine({ catalogue, cache: { folder: join(home, 'cache'), version: 'bench' } })
      try {
        const service = createService({
          engine,
          host: 'web',
          version: 'bench',
          open: null,
          files: await filesUnder(home),
          recent: recentFiles(join(home, 'state/recent.json')),
          journal: fileJournal(join(home, 'state/journal.json')),
          samples: [],
        })
        const run = (edit: number) =>
          takenBy(async () => {
            const text = JSON.stringify(twentyFlow(format, data.files[format], 'out', edit))
            const document = { text, path: join(home, 'again.flow.json') }
            for await (const event of service.feeds.run({ document }, { signal: new AbortController().signal })) {
              if (event.event === 'finished' && (event.report as Report).run.status !== 'succeeded')
                throw new Error(`The run did not succeed: ${JSON.stringify(event.problems)}`)
            }
          })
        const cold = await run(0)
        const again = await run(1)
        taken.push({ cold: cold.wall, again: again.wall / cold.wall, cpu: again.cpu / cold.cpu })
      } finally {
        await engine.close()
      }
    }
    const add = (name: string, of: keyof (typeof taken)[number], unit: string, goal: number | null) =>
      results.push(
        figure(
          `${name}, ${format}, ${round(rows / 1e6, 2)} M rows`,
          round(median(taken.map(each => each[of])), 3),
          unit,
          goal,
        ),
      )
    add('Run of twenty nodes in the editor', 'cold', 's', null)
    add('Run after an edit at the end against it', 'again', 'ratio', 0.05)
    add('Run after an edit at the end against it, of all cores', 'cpu', 'ratio', 0.05)
  }
  return results
}
