import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import type { BenchData } from './data.ts'
import { benchFlow } from './flow.ts'
import { figure, type Measure, round } from './measure.ts'

const betweenPages = 50

/** How long the main process's loop is held up, in milliseconds, while a run goes on and pages of a table are read. */
export const measureLoop = async (data: BenchData, rows: number, folder: string): Promise<readonly Measure[]> => {
  const engine = await createEngine({ catalogue })
  try {
    const request = {
      flow: benchFlow('parquet', data.files.parquet, folder),
      path: null,
      folder,
      params: {},
      asOf: '2024-06-30T12:00:00Z',
    }
    const page = (offset: number) =>
      engine.page(request, { node: 'orders', port: null, offset, limit: 200, cutAt: 500 })
    const { rowCount } = await page(0)
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    let running = true
    const run = engine.run(request, { to: [], state: `${folder}/.weir`, sha256: '' }).finally(() => {
      running = false
    })
    let pages = 0
    for (; running; pages += 1) {
      await page((pages * 7919) % Math.max(1, (rowCount ?? 1) - 200))
      await setTimeout(betweenPages)
    }
    delay.disable()
    const { exitCode } = await run
    if (exitCode !== 0) throw new Error(`The run ended with ${exitCode}`)
    const ms = (nanoseconds: number) => round(nanoseconds / 1e6, 1)
    const name = (what: string) => `Loop delay ${what} during a run with ${pages} pages, ${round(rows / 1e6, 2)} M rows`
    return [
      figure(name('p50'), ms(delay.percentile(50)), 'ms', null),
      figure(name('p99'), ms(delay.percentile(99)), 'ms', 10),
      figure(name('max'), ms(delay.max), 'ms', null),
    ]
  } finally {
    await engine.close()
  }
}
