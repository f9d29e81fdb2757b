import { graphOf, upstream } from '../flow/graph.ts'
import { type PortName, portText } from '../flow/ports.ts'
import type { Flow, FlowNode } from '../flow/types.ts'
import type { LooseRule } from '../rules/start.ts'
import { quoteIdentifier } from '../sql/quote.ts'

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

/** What a node's rows come from, and nothing else. */
const upTo = (flow: Flow, node: string): Flow => {
  const kept = new Set([node, ...upstream(graphOf(flow), [node])])
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
}

/** The flow up to a port, and a chain of nodes behind it, each fed by the one before. */
const behind = (flow: Flow, at: PortName, chain: readonly Step[]): Trial => {
  let next = upTo(flow, at.node)
  let from = portText(at.node, at.port)
  let last = at.node
  for (const { node, out } of chain) {
    last = freeId(next, 'tried')
    next = {
      ...next,
      nodes: { ...next.nodes, [last]: node },
      edges: [...next.edges, { from, to: portText(last, 'in') }],
    }
    from = portText(last, out)
  }
  return { flow: next, node: last, ownTable: false }
}

const validator = (rules: readonly LooseRule[]): Step => ({
  node: { kind: 'validate.rules', version: 1, settings: { rejectAt: null, rules } },
  out: 'out',
})

/** The flow with a validator behind a port that holds these rules. */
export const trialOfRules = (flow: Flow, at: PortName, rules: readonly LooseRule[]): Trial => ({
  ...behind(flow, at, [validator(rules)]),
  ownTable: true,
})

const namedBy = ({ columns, determinant = [], total }: LooseRule): readonly string[] => [
  ...(determinant as readonly string[]),
  ...(columns as readonly string[]),
  ...(total === undefined ? [] : [(total as { readonly column: string }).column]),
]

/** The same with one rule, whose columns come first, so that they are in sight. */
export const trialOfRule = (flow: Flow, at: PortName, rule: LooseRule): Trial => {
  const columns = namedBy(rule).map(column => ({ column }))
  const first = { kind: 'transform.select', version: 1, settings: { columns } }
  return { ...behind(flow, at, [{ node: first, out: 'out' }, validator([rule])]), ownTable: true }
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
