import type { Engine } from '#engine/api.ts'
import { openDatabase } from '#engine/duckdb/instance.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import type { BenchData } from './data.ts'
import { type Measure, type Taken, takenBy } from './measure.ts'
import {
  blocking,
  type Format,
  figures,
  pageQuery,
  repeated,
  requestOf,
  rowsOfPage,
  sampled,
  streaming,
} from './pages.ts'

const withEngine = async <T>(work: (engine: Engine) => Promise<T>): Promise<T> => {
  const engine = await createEngine({ catalogue })
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

/** What the statement that computes a node's first rows takes by itself. */
const bare = async (sql: string): Promise<Taken> => {
  const database = await openDatabase({})
  try {
    const session = await database.connect()
    return await takenBy(() => session.query(`FROM (${sql}) LIMIT ${rowsOfPage}`))
  } finally {
    await database.close()
  }
}

/** Seconds to the first page of each node, once its table is there, and of its rows far down. */
export const measurePages = async (
  data: BenchData,
  rows: number,
  times: number,
  folder: string,
  formats: readonly Format[] = ['csv', 'parquet'],
): Promise<readonly Measure[]> => {
  const results: Measure[] = []
  const add = (name: string, taken: Taken, unit: string, goal: number) =>
    results.push(...figures(name, rows, taken, unit, goal))
  for (const format of formats) {
    const request = requestOf(data, format, folder)
    const first = (node: string): Promise<Taken> =>
      withEngine(engine => takenBy(() => engine.page(request, pageQuery(node, true))))
    for (const node of [...streaming, ...sampled])
      add(`First page at ${node}, ${format}`, await repeated(times, () => first(node)), 's', 0.5)
    for (const node of blocking) {
      const sql = await withEngine(engine => engine.sql(request, node, null))
      const ratio = await repeated(times, async () => {
        const [own, statement] = [await first(node), await bare(sql)]
        return { wall: own.wall / statement.wall, cpu: own.cpu / statement.cpu }
      })
      add(`First page against its bare statement at ${node}, ${format}`, ratio, 'ratio', 1.2)
    }
    await withEngine(async engine => {
      for (const node of [...streaming, ...sampled, ...blocking]) {
        const { rowCount } = await engine.page(request, pageQuery(node, false))
        const read = (offset: number) =>
          repeated(times, () => takenBy(() => engine.page(request, { ...pageQuery(node, true), offset })))
        add(`Cached page at ${node}, ${format}`, await read(0), 's', 0.1)
        if (node !== 'live' && node !== 'orders') continue
        const offset = Math.floor((rowCount ?? 0) * 0.9)
        add(`Page at row ${offset} of ${node}, ${format}`, await read(offset), 's', 0.1)
      }
    })
  }
  return results
}
