import type { Engine, FlowRequest } from '#engine/api.ts'
import { openDatabase } from '#engine/duckdb/instance.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import type { BenchData } from './data.ts'
import { benchFlow } from './flow.ts'
import { figure, type Measure, median, round, secondsOf } from './measure.ts'

const rowsOfPage = 200

/** Nodes that tell rows one by one, and nodes that read all rows before they tell any. */
const streaming = ['orders', 'clean', 'live', 'check'] as const
const blocking = ['by_month', 'sorted'] as const

const query = (node: string, quick: boolean) => ({ node, port: null, offset: 0, limit: rowsOfPage, cutAt: 500, quick })

const withEngine = async <T>(work: (engine: Engine) => Promise<T>): Promise<T> => {
  const engine = await createEngine({ catalogue })
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

/** Seconds of the statement that computes a node's first rows, by itself. */
const bareSeconds = async (sql: string): Promise<number> => {
  const database = await openDatabase({})
  try {
    const session = await database.connect()
    return await secondsOf(() => session.query(`FROM (${sql}) LIMIT ${rowsOfPage}`))
  } finally {
    await database.close()
  }
}

/** Seconds to the first page of each node, of its rows far down, and again once its table is there. */
export const measurePages = async (
  data: BenchData,
  rows: number,
  times: number,
  folder: string,
): Promise<readonly Measure[]> => {
  const results: Measure[] = []
  const million = `${round(rows / 1e6, 2)} M rows`
  const add = (name: string, value: number, unit: string, goal: number) =>
    results.push(figure(`${name}, ${million}`, round(value, 3), unit, goal))
  for (const format of ['csv', 'parquet'] as const) {
    const flow = benchFlow(format, data.files[format], folder)
    const request: FlowRequest = { flow, path: null, folder, params: {}, asOf: '2024-06-30T12:00:00Z' }
    const first = async (node: string): Promise<number> =>
      withEngine(engine => secondsOf(() => engine.page(request, query(node, true))))
    for (const node of streaming) {
      const taken: number[] = []
      for (let i = 0; i < times; i++) taken.push(await first(node))
      add(`First page at ${node}, ${format}`, median(taken), 's', 0.5)
    }
    for (const node of blocking) {
      const sql = await withEngine(engine => engine.sql(request, node, null))
      const ratios: number[] = []
      for (let i = 0; i < times; i++) ratios.push((await first(node)) / (await bareSeconds(sql)))
      add(`First page against its bare statement at ${node}, ${format}`, median(ratios), 'ratio', 1.2)
    }
    await withEngine(async engine => {
      for (const node of [...streaming, ...blocking]) {
        const { rowCount } = await engine.page(request, query(node, false))
        const taken: number[] = []
        for (let i = 0; i < times; i++) taken.push(await secondsOf(() => engine.page(request, query(node, true))))
        add(`Cached page at ${node}, ${format}`, median(taken), 's', 0.1)
        if (node !== 'live') continue
        const offset = Math.floor((rowCount ?? 0) * 0.9)
        const far = await secondsOf(() => engine.page(request, { ...query(node, true), offset }))
        add(`Page at row ${offset} of ${node}, ${format}`, far, 's', 0.1)
      }
    })
  }
  return results
}
