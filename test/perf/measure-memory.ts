import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Flow } from '#core/flow/types.ts'
import { figure, type Measure, root, round, weir } from './measure.ts'

const megabytes = Number(process.env.WEIR_BENCH_MEMORY ?? 256)
const times = 20

/** Bytes of a row of the table: two numbers and a text of 128 letters that do not repeat. */
const width = 8 + 8 + 128

const table = (rows: number) => `
  SELECT i AS id, CAST(hash(i) % ${Math.max(1, Math.floor(rows / 2))} AS BIGINT) AS k,
    md5(CAST(i AS VARCHAR)) || md5(CAST(i + 1 AS VARCHAR)) || md5(CAST(i + 2 AS VARCHAR)) || md5(CAST(i + 3 AS VARCHAR)) AS t
  FROM range(${rows}) AS r(i)`

const node = (kind: string, settings: Record<string, unknown>): Flow['nodes'][string] => ({
  kind,
  version: 1,
  settings,
})

const works: Readonly<
  Record<string, { readonly node: Flow['nodes'][string]; readonly wrong: (out: string) => string }>
> = {
  sort: {
    node: node('transform.sort', { by: [{ column: 't', direction: 'desc' }] }),
    wrong: out => `SELECT count(*) FROM (SELECT t, lag(t) OVER () AS before FROM '${out}') WHERE before < t`,
  },
  aggregate: {
    node: node('transform.aggregate', {
      keys: ['t'],
      measures: [
        { name: 'n', function: 'count' },
        { name: 'first', function: 'min', column: 'id' },
        { name: 'sum', function: 'sum', column: 'k' },
      ],
    }),
    wrong: out => `SELECT count(*) FROM '${out}' WHERE n <> 1 OR first IS NULL`,
  },
}

const asked = async (sql: string): Promise<readonly number[]> => {
  const instance = await DuckDBInstance.create(':memory:')
  try {
    const connection = await instance.connect()
    const rows = (await connection.runAndReadAll(sql)).getRows()
    connection.closeSync()
    return (rows[0] ?? []).map(Number)
  } finally {
    instance.closeSync()
  }
}

/** Sorts and groups a table of twenty times the memory, each as `weir run` with a limit, and looks at what came of it. */
export const measureMemory = async (folder: string, scratch: string): Promise<readonly Measure[]> => {
  const rows = Math.ceil((times * megabytes * 1e6) / width)
  const file = join(folder, `wide-${rows}.parquet`)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    await asked(`COPY (${table(rows)}) TO '${file}.part' (FORMAT parquet)`)
    renameSync(`${file}.part`, file)
  }
  const results: Measure[] = []
  for (const [name, work] of Object.entries(works)) {
    const [flow, out] = [join(scratch, `${name}.flow.json`), join(scratch, `${name}.parquet`)]
    const nodes = {
      wide: node('source.parquet', { path: file }),
      work: work.node,
      out: node('sink.parquet', { path: out }),
    }
    const edges = [
      { from: 'wide.out', to: 'work.in' },
      { from: 'work.out', to: 'out.in' },
    ]
    const layout = { nodes: {}, groups: [], notes: [] }
    writeFileSync(flow, JSON.stringify({ weir: 1, name, params: {}, nodes, edges, tests: [], layout } satisfies Flow))
    const peak = join(scratch, 'peak.txt')
    const tell = `import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(peak)},String(process.resourceUsage().maxRSS)))`
    const begin = performance.now()
    execFileSync(
      process.execPath,
      [
        '--import',
        `data:text/javascript,${encodeURIComponent(tell)}`,
        weir,
        'run',
        flow,
        '--no-cache',
        '--memory',
        `${megabytes}MB`,
      ],
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const seconds = (performance.now() - begin) / 1000
    const [wrong] = await asked(work.wrong(out))
    const counted = name === 'sort' ? 'count(*)' : 'sum(n)'
    const [written] = await asked(`SELECT ${counted} FROM '${out}'`)
    if (wrong !== 0 || written !== rows)
      throw new Error(`The ${name} came to ${written} of ${rows} rows, ${wrong} of them wrong`)
    results.push(
      figure(
        `${name} of a table ${times} times ${megabytes} MB (${round(rows / 1e6, 1)} M rows)`,
        round(seconds, 0),
        's',
        null,
      ),
      figure('The most memory that its process held', round(Number(readFileSync(peak, 'utf8')) / 1024, 0), 'MB', null),
    )
  }
  return results
}
