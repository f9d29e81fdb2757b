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
  readonly name: string
  readonly flow: Taken
  readonly sql: Taken
}

const inOneProcess = async (data: string, times: number, scratch: string): Promise<readonly Compared[]> => {
  const engine = await createEngine({ catalogue, memory })
  const tables = await openTables(data, { threads: String(engine.threads), memory_limit: memory })
  const middle = (all: readonly Taken[]): Taken => ({
    wall: median(all.map(each => each.wall)),
    cpu: median(all.map(each => each.cpu)),
  })
  const compared: Compared[] = []
  try {
    for (const name of queryNames) {
      const [flow, sql]: [Taken[], Taken[]] = [[], []]
      // the first of each is not counted: it reads the files from the disk, and asks DuckDB for what the flow means
      for (let i = 0; i <= times; i++) {
        const byHand = await takenBy(() => tables.copy(sqlOf(name), join(scratch, `${name}.sql.csv`)))
        const ours = await takenBy(() => flowRun(engine, name, data, scratch))
        if (i > 0) {
          sql.push(byHand)
          flow.push(ours)
        }
      }
      compared.push({ name, flow: middle(flow), sql: middle(sql) })
    }
  } finally {
    tables.close()
    await engine.close()
  }
  return compared
}

const asProcesses = (data: string, times: number, scratch: string): readonly Compared[] =>
  queryNames.map(name => {
    const out = join(scratch, `${name}.csv`)
    const params = ['--param', `data=${data}`, '--param', `out=${out}`]
    const [flow, sql] = takenByTurns(scratch, times, [
      [weir, 'run', flowFile(name), ...params, '--no-cache', '--state', join(scratch, 'state')],
      ['--input-type=module', '-e', program([...viewsOf(data), copyOf(sqlOf(name), `${out}.sql`)])],
    ]) as [Taken, Taken]
    return { name, flow, sql }
  })

const ratio = ({ flow, sql }: Compared, what: keyof Taken) => flow[what] / sql[what]

const geometricMean = (compared: readonly Compared[], what: keyof Taken) =>
  round(Math.exp(compared.reduce((sum, each) => sum + Math.log(ratio(each, what)), 0) / compared.length), 2)

/** Each query as a flow against its published SQL, by turns, the same threads and memory for both; `tell` gets a line of each. */
export const measureTpch = async (
  scale: number,
  times: number,
  scratch: string,
  tell: (line: string) => void,
): Promise<readonly Measure[]> => {
  const data = await tpchData(scale)
  const inside = await inOneProcess(data, times, scratch)
  const whole = asProcesses(data, times, scratch)
  for (const [i, each] of inside.entries()) {
    const [flow, sql] = [each.flow, each.sql].map(taken => round(taken.wall, 3))
    const [wall, cores, ofProcess] = [ratio(each, 'wall'), ratio(each, 'cpu'), ratio(whole[i]!, 'wall')]
    tell(
      `${each.name} ${flow} s against ${sql} s: ${round(wall, 2)}, cores ${round(cores, 2)}, whole processes ${round(ofProcess, 2)}`,
    )
  }
  const slowest = inside.toSorted((a, b) => ratio(b, 'wall') - ratio(a, 'wall'))[0]!
  return [
    figure(`TPC-H at scale ${scale} against its SQL, geometric mean`, geometricMean(inside, 'wall'), 'ratio', 1.2),
    figure('The same in cores together', geometricMean(inside, 'cpu'), 'ratio', 1.2),
    figure('The same as whole processes', geometricMean(whole, 'wall'), 'ratio', null),
    figure(`The slowest of them, ${slowest.name}`, round(ratio(slowest, 'wall'), 2), 'ratio', null),
  ]
}
