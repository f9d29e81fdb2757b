import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import type { BenchData } from './data.ts'
import { type Measure, root, type Taken } from './measure.ts'
import { blocking, figures, pageQuery, repeated, requestOf, sampled, streaming } from './pages.ts'

/** Waits until nothing more is written into the cache folder. */
const settled = async (engine: Engine): Promise<void> => {
  for (let before = -1; ; ) {
    const { disk } = await engine.cacheSize()
    if (disk === before) return
    before = disk
    await setTimeout(6_000)
  }
}

/** Seconds to the first page of each node in another process, after all were looked at. */
export const measureRestart = async (
  data: BenchData,
  rows: number,
  times: number,
  folder: string,
): Promise<readonly Measure[]> => {
  const results: Measure[] = []
  const nodes = [...streaming, ...sampled, ...blocking]
  for (const format of ['csv', 'parquet'] as const) {
    const request = requestOf(data, format, folder)
    const cache = mkdtempSync(join(folder, 'cache-'))
    const engine = await createEngine({ catalogue, cache: { folder: cache, version: 'bench' } })
    try {
      for (const node of nodes) await engine.page(request, pageQuery(node, false))
      await settled(engine)
    } finally {
      await engine.close()
    }
    for (const node of nodes) {
      let counted = false
      const taken = await repeated(times, async () => {
        const script = ['--import', 'tsx', join(root, 'test/perf/page-of-process.ts')]
        const told = execFileSync(process.execPath, [...script, JSON.stringify(request), cache, node], { cwd: root })
        const page = JSON.parse(told.toString()) as Taken & { readonly counted: boolean }
        counted = page.counted
        return page
      })
      const name = counted ? 'Page from the cache folder' : 'Page of what was not worth keeping'
      results.push(...figures(`${name} at ${node}, ${format}`, rows, taken, 's', counted ? 0.1 : 0.5))
    }
  }
  return results
}
