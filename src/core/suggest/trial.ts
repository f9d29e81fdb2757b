import { graphOf, upstream } from '../flow/graph.ts'
import { type PortName, portText } from '../flow/ports.ts'
import type { Flow, FlowNode } from '../flow/types.ts'
import type { LooseRule } from '../rules/start.ts'
import { quoteIdentifier } from '../sql/quote.ts'
import type { Feed } from './types.ts'

/** A flow in which something is tried, and the node where its outcome is. */
export interface Trial {
  readonly flow: Flow
  readonly node: string
  /** Whether the outcome is what a validator knows of its rows. */
  readonly ownTable: boolean
}

/** An id that no node has. */
const freeId = (flow: Flow, stem: string): string => {
  let id = stem
  while (Object.hasOwn(flow.nodes, id)) id += '_'
  return id
}

/** What some nodes' rows come from, and nothing else. */
const upTo = (flow: Flow, ends: readonly string[]): Flow => {
  const kept = new Set([...ends, ...upstream(graphOf(flow), ends)])
  const nodes = Object.fromEntries(Object.entries(flow.nodes).filter(([id]) => kept.has(id)))
  const links = graphOf({ ...flow, nodes }).links
  return {
    ...flow,
    nodes,
    edges: links.map(link => flow.edges[link.index]!),
    tests: [],
    layout: { nodes: {}, groups: [], notes: [] },
  }
}

interface Step {
  readonly node: FlowNode
  readonly out: string
  readonly feeds?: readonly Feed[]
}

/** The flow up to a port, and a chain of nodes behind it, each fed by the one before. */
const behind = (flow: Flow, at: PortName, chain: readonly Step[]): Trial => {
  let next = upTo(flow, [at.node, ...chain.flatMap(({ feeds = [] }) => feeds.map(({ from }) => from.node))])
  let from = portText(at.node, at.port)
  let last = at.node
  for (const { node, out, feeds = [] } of chain) {
    last = freeId(next, 'tried')
    next = {
      ...next,
      nodes: { ...next.nodes, [last]: node },
      edges: [
        ...next.edges,
        { from, to: portText(last, 'in') },
        ...feeds.map(feed => ({ from: portText(feed.from.node, feed.from.port), to: portText(last, feed.input) })),
      ],
    }
    from = portText(last, out)
  }
  return { flow: next, node: last, ownTable: false }
}

/** A rule, and where it looks values up. */
interface TriedRule {
  readonly rule: LooseRule
  readonly feed?: Feed | undefined
}

const validator = (tried: readonly TriedRule[]): Step => {
  const feeds = [...new Map(tried.flatMap(({ feed }) => (feed ? [[feed.input, feed] as const] : []))).values()]
  const inputs = feeds.length === 0 ? {} : { inputs: feeds.map(({ input }) => input) }
  const rules = tried.map(({ rule }) => rule)
  return {
    node: { kind: 'validate.rules', version: 1, settings: { ...inputs, rejectAt: null, rules } },
    out: 'out',
    feeds,
  }
}

/** The flow with a validator behind a port that holds these rules. */
export const trialOfRules = (flow: Flow, at: PortName, tried: readonly TriedRule[]): Trial => ({
  ...behind(flow, at, [validator(tried)]),
  ownTable: true,
})

const namedBy = ({ columns, determinant = [], total }: LooseRule): readonly string[] => [
  ...(determinant as readonly string[]),
  ...(columns as readonly string[]),
  ...(total === undefined ? [] : [(total as { readonly column: string }).column]),
]

/** The same with one rule, whose columns come first, so that they are in sight. */
export const trialOfRule = (flow: Flow, at: PortName, tried: TriedRule): Trial => {
  const columns = namedBy(tried.rule).map(column => ({ column }))
  const first = { kind: 'transform.select', version: 1, settings: { columns } }
  return { ...behind(flow, at, [{ node: first, out: 'out' }, validator([tried])]), ownTable: true }
}

/** A repair that is tried on a copy of its column. */
export interface TriedRepair {
  readonly column: string
  readonly copy: string
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
}

/** The flow with repairs behind a port, each on a copy of its column, so that none meets what another one did. */
export const trialOfRepairs = (flow: Flow, at: PortName, repairs: readonly TriedRepair[]): Trial =>
  behind(flow, at, [
    {
      node: {
        kind: 'transform.formula',
        version: 1,
        settings: { columns: repairs.map(({ column, copy }) => ({ name: copy, expression: quoteIdentifier(column) })) },
      },
      out: 'out',
    },
    ...repairs.map(({ kind, settings }) => ({ node: { kind, version: 1, settings }, out: 'out' })),
  ])
