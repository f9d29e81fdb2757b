import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Flow } from '#core/flow/types.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { benchData } from './data.ts'
import { benchFlow } from './flow.ts'
import { initialScriptBytes } from './initial-script.ts'
import { byTurns, figure, type Measure, median, root, round, run, seconds, weir } from './measure.ts'
import { measureRules } from './measure-rules.ts'

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

/** All figures, over tables of this many rows. */
export const measure = async (rows: number, times: number): Promise<readonly Measure[]> => {
  const data = await benchData(rows)
  const scratch = mkdtempSync(join(tmpdir(), 'weir-bench-out-'))
  const results: Measure[] = []
  const add = (...of: Parameters<typeof figure>) => results.push(figure(...of))
  try {
    const page = join(root, 'dist/renderer/index.html')
    if (existsSync(page))
      add('Initial JavaScript of the editor, gzipped', round(initialScriptBytes(page) / 1024, 1), 'KB', 350)
    const tiny = join(scratch, 'tiny.flow.json')
    writeFileSync(join(scratch, 'tiny.csv'), 'id,name\n1,Ann\n2,Bela\n')
    const tinyFlow: Flow = {
      ...benchFlow('csv', 'tiny.csv', 'out'),
      nodes: {
        source: { kind: 'source.csv', version: 1, settings: { path: 'tiny.csv' } },
        sink: { kind: 'sink.csv', version: 1, settings: { path: 'out/tiny.csv' } },
      },
      edges: [{ from: 'source.out', to: 'sink.in' }],
    }
    writeFileSync(tiny, `${JSON.stringify(tinyFlow, null, 2)}\n`)
    const starts = Array.from({ length: times + 2 }, () => seconds(() => run(weir, 'run', tiny)))
    add('weir run of a tiny flow, start to end', round(median(starts), 3), 's', null)
    const formats = [
      { format: 'csv', path: data.csv, source: `read_csv('${data.csv}')` },
      { format: 'parquet', path: data.parquet, source: `read_parquet('${data.parquet}')` },
    ] as const
    const million = `${round(rows / 1e6, 2)} M rows`
    for (const { format, path } of formats)
      add(
        `First preview page, ${format}, ${million}`,
        round(await firstPage(benchFlow(format, path, scratch), scratch, times), 3),
        's',
        null,
      )
    const twin = ['--import', 'tsx', join(root, 'test/perf/hand-written.ts')]
    for (const { format, path, source } of formats) {
      const [ours, theirs] = [join(scratch, `${format}-weir`), join(scratch, `${format}-hand`)]
      for (const folder of [ours, theirs]) mkdirSync(folder, { recursive: true })
      const flow = join(scratch, `${format}.flow.json`)
      writeFileSync(flow, `${JSON.stringify(benchFlow(format, path, ours), null, 2)}\n`)
      const [own, hand] = byTurns(times, [
        () => run(weir, 'run', flow),
        () =>
          execFileSync(process.execPath, [...twin, source, theirs], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] }),
      ]) as [number, number]
      const [a, b] = [ours, theirs].map(folder => readFileSync(join(folder, 'by_month.csv'), 'utf8'))
      if (a !== b) throw new Error(`The flow and the hand-written SQL differ in their result from ${format}`)
      add(`Flow, ${format}, ${million}`, round(own, 2), 's', null)
      add(`Hand-written SQL, ${format}, ${million}`, round(hand, 2), 's', null)
      add(`Flow against hand-written SQL, ${format}, ${million}`, round(own / hand, 2), 'ratio', null)
    }
    results.push(...(await measureRules(data, rows, times, scratch)))
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
  const results = await measure(rows, Number(process.env.WEIR_BENCH_TIMES ?? 5))
  writeFileSync(join(root, 'test/perf/results.json'), `${JSON.stringify(results, null, 2)}\n`)
  console.log(table(results))
}
