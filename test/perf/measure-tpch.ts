import { existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { generateTpch } from '#test/samples/tpch/generate.ts'
import { copyOf, flowFile, flowOf, openTables, queryNames, sqlOf, viewsOf } from '#test/samples/tpch/queries.ts'
import { program } from './hand-written.ts'
import { figure, type Measure, median, round, type Taken, takenBy, takenByTurns, weir } from './measure.ts'

/** Where the tables of a scale lie; made once. */
const tpchData = async (scale: number): Promise<string> => {
  const folder = join(tmpdir(), `weir-tpch-${scale}`)
  if (!existsSync(folder)) {
    await generateTpch(`${folder}.part`, scale)
    await rename(`${folder}.part`, folder)
  }
  return folder
}

const memory = '2GB'

const flowRun = async (engine: Engine, name: string, data: string, scratch: string) => {
  const params = { data, out: join(scratch, `${name}.csv`) }
  const { report } = await engine.run(
    { flow: flowOf(name), path: null, folder: scratch, params, asOf: '2024-05-01T00:00:00Z' },
    { to: [], state: join(scratch, 'state'), sha256: name, cache: false },
  )
  if (report.run.status !== 'succeeded') throw new Error(`${name} ${report.run.status}`)
}

interface Compared {
  readonly flow: Taken
  readonly sql: Taken
}

/** A query, in this process and as processes of their own. */
interface Query {
  readonly name: string
  readonly inside: Compared
  readonly whole: Compared
}

const middle = (all: readonly Taken[]): Taken => ({
  wall: median(all.map(each => each.wall)),
  cpu: median(all.map(each => each.cpu)),
})

const inThisProcess = async (
  times: number,
  byHand: () => Promise<unknown>,
  ours: () => Promise<unknown>,
): Promise<Compared> => {
  const [flow, sql]: [Taken[], Taken[]] = [[], []]
  // the first of each is not counted: it reads the files from the disk, and asks DuckDB for what the flow means
  for (let i = 0; i <= times; i++) {
    const [a, b] = [await takenBy(byHand), await takenBy(ours)]
    if (i === 0) continue
    sql.push(a)
    flow.push(b)
  }
  return { flow: middle(flow), sql: middle(sql) }
}

const asProcesses = (name: string, data: string, times: number, scratch: string): Compared => {
  const out = join(scratch, `${name}.csv`)
  const params = ['--param', `data=${data}`, '--param', `out=${out}`]
  const [flow, sql] = takenByTurns(scratch, times, [
    [weir, 'run', flowFile(name), ...params, '--no-cache', '--state', join(scratch, 'state')],
    ['--input-type=module', '-e', program([...viewsOf(data), copyOf(sqlOf(name), `${out}.sql`)])],
  ]) as [Taken, Taken]
  return { flow, sql }
}

const ratio = ({ flow, sql }: Compared, what: keyof Taken) => flow[what] / sql[what]

const geometricMean = (ratios: readonly number[]) =>
  round(Math.exp(ratios.reduce((sum, each) => sum + Math.log(each), 0) / ratios.length), 2)

const lineOf = ({ name, inside, whole }: Query): string => {
  const [flow, sql] = [inside.flow, inside.sql].map(taken => round(taken.wall, 3))
  const [wall, cores, ofProcess] = [ratio(inside, 'wall'), ratio(inside, 'cpu'), ratio(whole, 'wall')]
  return `${name} ${flow} s against ${sql} s: ${round(wall, 2)}, cores ${round(cores, 2)}, whole processes ${round(ofProcess, 2)}`
}

/**
 * Each query as a flow against its published SQL, by turns, the same threads and memory for both; one after another, and `tell` gets a line of
 * each when it is done. None chosen: all.
 */
export const measureTpch = async (
  { scale, times, chosen }: { readonly scale: number; readonly times: number; readonly chosen: readonly string[] },
  scratch: string,
  tell: (line: string) => void,
): Promise<readonly Measure[]> => {
  const unknown = chosen.find(name => !queryNames.includes(name))
  if (unknown !== undefined) throw new Error(`There is no query ${unknown}: ${queryNames.join(', ')}`)
  const data = await tpchData(scale)
  const engine = await createEngine({ catalogue, memory })
  const tables = await openTables(data, { threads: String(engine.threads), memory_limit: memory })
  const queries: Query[] = []
  try {
    for (const name of chosen.length > 0 ? chosen : queryNames) {
      const byHand = () => tables.copy(sqlOf(name), join(scratch, `${name}.sql.csv`))
      const inside = await inThisProcess(times, byHand, () => flowRun(engine, name, data, scratch))
      const query = { name, inside, whole: asProcesses(name, data, times, scratch) }
      queries.push(query)
      tell(lineOf(query))
    }
  } finally {
    tables.close()
    await engine.close()
  }
  const mean = (of: 'inside' | 'whole', what: keyof Taken) => geometricMean(queries.map(each => ratio(each[of], what)))
  const slowest = queries.toSorted((a, b) => ratio(b.inside, 'wall') - ratio(a.inside, 'wall'))[0]!
  return [
    figure(`TPC-H at scale ${scale} against its SQL, geometric mean`, mean('inside', 'wall'), 'ratio', 1.2),
    figure('The same in cores together', mean('inside', 'cpu'), 'ratio', 1.2),
    figure('The same as whole processes', mean('whole', 'wall'), 'ratio', null),
    figure(`The slowest of them, ${slowest.name}`, round(ratio(slowest.inside, 'wall'), 2), 'ratio', null),
  ]
}
