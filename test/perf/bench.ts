import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Flow } from '#core/flow/types.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { type BenchData, benchData } from './data.ts'
import { benchFlow } from './flow.ts'
import { initialScriptBytes } from './initial-script.ts'
import { measureLooking } from './looking.ts'
import { figure, type Measure, median, root, round, run, seconds, weir } from './measure.ts'
import { measureFlow } from './measure-flow.ts'
import { measureLoop } from './measure-loop.ts'
import { measureMemory } from './measure-memory.ts'
import { measureRules } from './measure-rules.ts'
import { measureTpch } from './measure-tpch.ts'

const firstPage = async (flow: Flow, folder: string, times: number): Promise<number> => {
  const taken: number[] = []
  for (let i = 0; i < times; i++) {
    const engine = await createEngine({ catalogue })
    const request = { flow, path: null, folder, params: {}, asOf: '2024-06-30T12:00:00Z' }
    const begin = performance.now()
    await engine.page(request, { node: 'live', port: null, offset: 0, limit: 200, cutAt: 500, quick: true })
    taken.push((performance.now() - begin) / 1000)
    await engine.close()
  }
  return median(taken)
}

type Part = (data: BenchData, rows: number, times: number, scratch: string) => Promise<readonly Measure[]>

const script: Part = async () => {
  const page = join(root, 'dist/renderer/index.html')
  if (!existsSync(page)) return []
  return [figure('Initial JavaScript of the editor, gzipped', round(initialScriptBytes(page) / 1024, 1), 'KB', 350)]
}

const tinyRun: Part = async (_, __, times, scratch) => {
  const tiny = join(scratch, 'tiny.flow.json')
  writeFileSync(join(scratch, 'tiny.csv'), 'id,name\n1,Ann\n2,Bela\n')
  const flow: Flow = {
    weir: 1,
    name: 'Tiny',
    params: {},
    nodes: {
      source: { kind: 'source.csv', version: 1, settings: { path: 'tiny.csv' } },
      sink: { kind: 'sink.csv', version: 1, settings: { path: 'out/tiny.csv' } },
    },
    edges: [{ from: 'source.out', to: 'sink.in' }],
    tests: [],
    layout: { nodes: {}, groups: [], notes: [] },
  }
  writeFileSync(tiny, `${JSON.stringify(flow, null, 2)}\n`)
  const starts = Array.from({ length: times }, () => seconds(() => run(weir, 'run', tiny)))
  return [figure('weir run of a tiny flow, start to end', round(median(starts), 3), 's', 0.6)]
}

const firstPages: Part = async ({ files }, rows, times, scratch) => {
  const results: Measure[] = []
  for (const format of ['csv', 'parquet'] as const) {
    const taken = await firstPage(benchFlow(format, files[format], scratch), scratch, times)
    results.push(figure(`First preview page, ${format}, ${round(rows / 1e6, 2)} M rows`, round(taken, 3), 's', 0.5))
  }
  return results
}

/** What can be measured by itself: `npm run bench -- flow`. */
export const parts: Readonly<Record<string, Part>> = {
  script,
  start: tinyRun,
  page: firstPages,
  flow: measureFlow,
  rules: measureRules,
}

/** Measured by their names alone. */
const apart: Readonly<Record<string, Part>> = {
  looking: measureLooking,
  loop: (data, rows, _, scratch) => measureLoop(data, rows, scratch),
}

/** Measured by their names alone, over tables of their own. */
const ownTables: Readonly<Record<string, (times: number, scratch: string) => Promise<readonly Measure[]>>> = {
  memory: (_, scratch) => measureMemory(join(tmpdir(), 'weir-bench-memory'), scratch),
  tpch: (times, scratch) => {
    const chosen = (process.env.WEIR_BENCH_QUERIES ?? '').split(/[\s,]+/).filter(Boolean)
    const scale = Number(process.env.WEIR_BENCH_SCALE ?? 3)
    return measureTpch({ scale, times, chosen }, scratch, line => console.error(line))
  },
}

/** The figures of some parts, over tables of this many rows. */
export const measure = async (
  rows: number,
  times: number,
  chosen: readonly string[] = Object.keys(parts),
): Promise<readonly Measure[]> => {
  const ofRows = { ...parts, ...apart }
  const unknown = chosen.find(name => !ofRows[name] && !ownTables[name])
  if (unknown !== undefined)
    throw new Error(`There is no part ${unknown}: ${Object.keys({ ...ofRows, ...ownTables }).join(', ')}`)
  const scratch = mkdtempSync(join(tmpdir(), 'weir-bench-out-'))
  try {
    const results: Measure[] = []
    for (const name of chosen) {
      const own = ownTables[name]
      results.push(
        ...(own ? await own(times, scratch) : await ofRows[name]!(await benchData(rows), rows, times, scratch)),
      )
    }
    return results
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** The figures as a Markdown table, under a line about the machine. */
export const table = (results: readonly Measure[]): string => {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 1024 ** 3)} GB, Node ${process.versions.node}`
  const lines = results.map(
    r => `| ${r.name} | ${r.value} ${r.unit} | ${r.goal === null ? '' : `${r.goal} ${r.unit}`} |`,
  )
  return [`Machine: ${machine}. Medians.`, '', '| what | value | goal |', '| --- | --- | --- |', ...lines].join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const rows = Number(process.env.WEIR_BENCH_ROWS ?? 10_000_000)
  const chosen = process.argv.slice(2)
  const results = await measure(
    rows,
    Number(process.env.WEIR_BENCH_TIMES ?? 5),
    chosen.length > 0 ? chosen : Object.keys(parts),
  )
  if (chosen.length === 0) writeFileSync(join(root, 'test/perf/results.json'), `${JSON.stringify(results, null, 2)}\n`)
  console.log(table(results))
}
