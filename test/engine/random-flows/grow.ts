import type { Flow } from '#core/flow/types.ts'
import type { Column } from '#core/relation/relation.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import type { PageResult } from '#engine/types.ts'
import { catalogue } from '#nodes/index.ts'
import type { Random } from '#test/engine/fuzz/random.ts'
import { settingsOf } from './settings.ts'
import type { Source } from './sources.ts'

export interface Port {
  readonly node: string
  readonly port: string
  readonly page: PageResult
}

export interface Grown {
  readonly flow: Flow
  readonly ports: readonly Port[]
  /** Nodes that were not added, as `kind code`. */
  readonly refused: readonly string[]
}

interface Edge {
  readonly from: string
  readonly to: string
}

const most = 300

export const addressOf = ({ node, port }: Port): string => `${node}.${port}`

export const requestOf = (flow: Flow, folder: string): FlowRequest => ({
  flow,
  path: null,
  folder,
  params: {},
  asOf: '2024-05-01T00:00:00.000Z',
})

const columnsOf = ({ page }: Port): readonly Column[] => page.columns

const outputsOf = (kind: string, settings: Readonly<Record<string, unknown>>) => {
  const of = catalogue.get(kind)!
  return of.outputs(of.settings.parse(settings)).map(({ name }) => name)
}

const inputsOf = (kind: string, settings: Readonly<Record<string, unknown>>) => {
  const of = catalogue.get(kind)!
  return of.inputs(of.settings.parse(settings)).filter(({ optional }) => !optional)
}

/** Adds a node, and looks at what it gives; the flow as it was, where it cannot stand there or gives too much. */
const added = async (
  grown: Grown,
  engine: Engine,
  folder: string,
  node: { readonly id: string; readonly kind: string; readonly settings: Readonly<Record<string, unknown>> },
  edges: readonly Edge[],
): Promise<Grown> => {
  const { id, kind, settings } = node
  const flow: Flow = {
    ...grown.flow,
    nodes: { ...grown.flow.nodes, [id]: { kind, version: 1, settings: { ...settings } } },
    edges: [...grown.flow.edges, ...edges],
  }
  const request = requestOf(flow, folder)
  const { problems } = await engine.compile(request)
  const wrong = problems.find(({ severity }) => severity === 'error')
  if (wrong) return { ...grown, refused: [...grown.refused, `${kind} ${wrong.code}: ${wrong.message}`] }
  const ports: Port[] = []
  for (const port of outputsOf(kind, settings)) {
    const page = await engine.page(request, { node: id, port, offset: 0, limit: most + 1, cutAt: null })
    if (page.rows.length > most) return grown
    ports.push({ node: id, port, page })
  }
  return { ...grown, flow, ports: [...grown.ports, ...ports] }
}

/** Ports for the inputs of a kind, and settings that suit them; null where none was found. */
const attempt = (kind: string, random: Random, ports: readonly Port[], fresh: string) => {
  const full = ports.filter(({ page }) => page.rows.length > 0)
  for (let i = 0; i < 12; i++) {
    // rows that are none say little
    const among = full.length > 0 && random.chance(90) ? full : ports
    // those at the end are taken more often, so that flows get long
    const first = random.chance(60)
      ? among[among.length - 1 - random.below(Math.min(4, among.length))]!
      : random.pick(among)
    const second = random.chance(25) ? first : random.pick(among)
    const settings = settingsOf[kind]!({ random, columns: columnsOf(first), other: columnsOf(second), fresh })
    if (settings) return { settings, of: [first, second] as const }
  }
  return null
}

/** A flow of sources and a node of each of some kinds, one after another, each with random settings behind random ports. */
export const growFlow = async (
  engine: Engine,
  folder: string,
  random: Random,
  sources: readonly Source[],
  kinds: readonly string[],
): Promise<Grown> => {
  let grown: Grown = {
    flow: {
      weir: 1,
      name: 'Random',
      params: {},
      nodes: {},
      edges: [],
      tests: [],
      layout: { nodes: {}, groups: [], notes: [] },
    },
    ports: [],
    refused: [],
  }
  for (const [i, source] of sources.entries())
    grown = await added(grown, engine, folder, { id: `s${i}`, ...source }, [])
  // flags from the start, so that all nodes have some to lose
  for (const source of grown.ports.filter(({ page }) => page.rows.length > 0)) {
    const id = `${source.node}_${source.port}`
    const settings = settingsOf['validate.rules']!({ random, columns: columnsOf(source), other: [], fresh: id })!
    const node = { id, kind: 'validate.rules', settings }
    grown = await added(grown, engine, folder, node, [{ from: addressOf(source), to: `${id}.in` }])
  }
  const isRead = ({ node, port }: Port) => grown.flow.nodes[`${node}_${port}`] !== undefined
  for (const [i, kind] of kinds.entries()) {
    const found = attempt(
      kind,
      random,
      grown.ports.filter(port => !isRead(port)),
      `c${i}`,
    )
    if (!found) continue
    const { settings, of } = found
    const inputs = inputsOf(kind, settings)
    const into = inputs.flatMap(({ name, many }, k) =>
      (many ? of : [of[Math.min(k, 1)]!]).map(port => ({ from: addressOf(port), to: `n${i}.${name}` })),
    )
    grown = await added(grown, engine, folder, { id: `n${i}`, kind, settings }, into)
  }
  return grown
}
