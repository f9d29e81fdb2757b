import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Flow } from '#core/flow/types.ts'
import { quotePath } from '#core/sql/quote.ts'
import type { Engine } from '#engine/api.ts'
import { catalogue } from '#nodes/index.ts'
import { type Random, randomOf } from '#test/engine/fuzz/random.ts'
import { addressOf, type Grown, growFlow, type Port, requestOf } from './grow.ts'
import { judgePages, judgeReport } from './judge.ts'
import { settingsOf } from './settings.ts'
import { writeSources, writtenSources } from './sources.ts'

const sinks: Readonly<Record<string, (id: string) => Readonly<Record<string, unknown>>>> = {
  'sink.csv': id => ({ path: `out/${id}.csv`, flagged: 'columns' }),
  'sink.parquet': id => ({ path: `out/${id}.parquet`, flagged: 'columns' }),
  'sink.json': id => ({ path: `out/${id}.ndjson`, flagged: 'columns' }),
  'sink.duckdb': id => ({ path: `out/${id}.duckdb`, table: 't', flagged: 'columns' }),
  'sink.excel': id => ({ path: `out/${id}.xlsx` }),
  'sink.quarantine': () => ({}),
  'sink.report': id => ({ path: `out/${id}.html` }),
}

/** Kinds that no flow here holds, and why. */
const leftOut: Readonly<Record<string, string>> = {
  'source.input': 'it stands in the flow that transform.subflow reads',
  'sink.output': 'it stands in the flow that transform.subflow reads',
}

/** Kinds of the catalogue that nothing here makes settings for. */
export const unknownKinds = (): readonly string[] =>
  [...catalogue.keys()].filter(
    kind => !settingsOf[kind] && !sinks[kind] && !writtenSources.includes(kind) && !leftOut[kind],
  )

const shuffled = <T>(random: Random, all: readonly T[]): readonly T[] =>
  all
    .map(each => [random.below(1_000_000), each] as const)
    .toSorted((a, b) => a[0] - b[0])
    .map(([, each]) => each)

/** The whole catalogue over and over, by chance: as many of it as are asked for. */
const deck = (random: Random, kinds: readonly string[], many: number): readonly string[] =>
  Array.from({ length: Math.ceil(many / kinds.length) }, () => shuffled(random, kinds))
    .flat()
    .slice(0, many)

const known = (kinds: Readonly<Record<string, unknown>>) => Object.keys(kinds).filter(kind => catalogue.has(kind))

/** Sinks at what nobody reads. */
const withSinks = (random: Random, { flow, ports }: Grown, many: number): Flow => {
  const read = new Set(flow.edges.map(({ from }) => from))
  const ends = shuffled(
    random,
    ports.filter(port => !read.has(addressOf(port))),
  ).slice(0, many)
  const kinds = deck(random, known(sinks), ends.length)
  const nodes = ends.map(
    (_, i) => [`o${i}`, { kind: kinds[i]!, version: 1, settings: { ...sinks[kinds[i]!]!(`o${i}`) } }] as const,
  )
  const edges = ends.map((port, i) => ({ from: addressOf(port), to: `o${i}.in` }))
  return { ...flow, nodes: { ...flow.nodes, ...Object.fromEntries(nodes) }, edges: [...flow.edges, ...edges] }
}

/** A node that may take only so long has a table of its own: the flow is evaluated node by node. */
const eachATable = (flow: Flow): Flow => ({
  ...flow,
  nodes: Object.fromEntries(
    Object.entries(flow.nodes).map(([id, node]) => [
      id,
      catalogue.get(node.kind)!.group === 'sinks' ? node : { ...node, run: { timeoutSeconds: 600 } },
    ]),
  ),
})

/** What a sink wrote, as sorted lines; of a workbook, a report or a quarantine nothing. */
const written = async (folder: string, path: unknown): Promise<readonly string[]> => {
  if (typeof path !== 'string' || /\.(html|xlsx)$/.test(path)) return []
  const file = join(folder, path)
  if (!/\.(parquet|duckdb)$/.test(path)) return (await readFile(file, 'utf8')).split('\n').toSorted()
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const isTable = path.endsWith('.duckdb')
    if (isTable) await connection.run(`ATTACH ${quotePath(file)} AS written (READ_ONLY)`)
    const rows = await connection.runAndReadAll(isTable ? 'FROM written.t' : `FROM read_parquet(${quotePath(file)})`)
    return [
      JSON.stringify(rows.columnNames()),
      ...rows
        .getRowsJson()
        .map(row => JSON.stringify(row))
        .toSorted(),
    ]
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Nodes whose rows may differ from run to run, with all behind them. */
const uncertain = (flow: Flow, own: readonly string[]): ReadonlySet<string> => {
  const found = new Set(own)
  for (let before = -1; before !== found.size; ) {
    before = found.size
    for (const { from, to } of flow.edges) if (found.has(from.split('.')[0]!)) found.add(to.split('.')[0]!)
  }
  return found
}

export interface Judged {
  readonly seed: number
  readonly flow: Flow
  /** Kinds that stood in it. */
  readonly kinds: readonly string[]
  readonly refused: readonly string[]
  /** How many sinks wrote what is the same in every run. */
  readonly compared: number
  readonly faults: readonly string[]
}

/** What the sinks of a run wrote, by node; or, as a fault, why it did not succeed. */
const runOnce = async (engine: Engine, folder: string, flow: Flow, ports: readonly Port[], state: string) => {
  const { report, problems } = await engine.run(requestOf(flow, folder), {
    to: [],
    state: join(folder, state),
    sha256: state,
    cache: false,
  })
  if (report.run.status !== 'succeeded') {
    const said = [...problems, ...report.problems].map(({ node, code, message }) => `${node} ${code} ${message}`)
    return { files: new Map<string, string>(), faults: [`the run ${report.run.status}: ${said.join('; ')}`] }
  }
  const files = new Map<string, string>()
  for (const [id, { kind, settings }] of Object.entries(flow.nodes)) {
    const lines = sinks[kind] ? await written(folder, settings.path) : []
    if (lines.length > 0) files.set(id, lines.join('\n'))
  }
  return { files, faults: judgeReport(flow, ports, report) }
}

/** Grows a flow of about thirty nodes from a seed, looks at each of its ports, runs it twice, and says what is wrong. */
export const judgeFlow = async (engine: Engine, folder: string, seed: number): Promise<Judged> => {
  const random = randomOf(seed)
  const sources = await writeSources(random, folder, deck(random, writtenSources, 4))
  const grown = await growFlow(engine, folder, random, sources, deck(random, known(settingsOf), 21))
  const flow = withSinks(random, grown, 6)
  const { nodes } = await engine.compile(requestOf(flow, folder))
  const vague = Object.keys(flow.nodes).filter(id => nodes[id]?.compiled?.notDeterministic !== undefined)
  const isVague = uncertain(flow, vague)
  // of rows that may be others each time, each look and each run has its own
  const same = grown.ports.filter(({ node }) => !isVague.has(node))
  const fused = await runOnce(engine, folder, flow, same, 'fused')
  const apart = await runOnce(engine, folder, eachATable(flow), same, 'apart')
  const certain = [...fused.files].filter(([id]) => !isVague.has(id))
  const different = certain.flatMap(([id, lines]) =>
    lines === apart.files.get(id)
      ? []
      : [`${id}: a run writes\n${lines}\nand with a table for each node\n${apart.files.get(id)}`],
  )
  return {
    seed,
    flow,
    kinds: Object.values(flow.nodes).map(({ kind }) => kind),
    refused: grown.refused,
    compared: certain.length,
    faults: [...judgePages(flow, grown.ports, isVague), ...fused.faults, ...apart.faults, ...different],
  }
}
