import { parsePort } from './ports.ts'
import type { Flow } from './types.ts'

/** An edge taken apart; only edges whose two ends are nodes of the flow count. */
export interface Link {
  readonly from: { readonly node: string; readonly port: string }
  readonly to: { readonly node: string; readonly port: string }
  /** Its place in `flow.edges`. */
  readonly index: number
}

/** A flow's edges by node: whom each one reads from and feeds, in the order of `flow.edges`. */
export interface Graph {
  readonly ids: readonly string[]
  readonly links: readonly Link[]
  into(node: string, port?: string): readonly Link[]
  outOf(node: string, port?: string): readonly Link[]
}

const readLinks = (flow: Flow): readonly Link[] =>
  flow.edges.flatMap((edge, index) => {
    const from = parsePort(edge.from)
    const to = parsePort(edge.to)
    const both = from && to && Object.hasOwn(flow.nodes, from.node) && Object.hasOwn(flow.nodes, to.node)
    return both ? [{ from, to, index }] : []
  })

const byNode = (links: readonly Link[], end: 'from' | 'to'): ReadonlyMap<string, readonly Link[]> => {
  const groups = new Map<string, Link[]>()
  for (const link of links) {
    const group = groups.get(link[end].node)
    if (group === undefined) groups.set(link[end].node, [link])
    else group.push(link)
  }
  return groups
}

/** Reads a flow's edges once, for all questions about its shape. */
export const graphOf = (flow: Flow): Graph => {
  const links = readLinks(flow)
  const into = byNode(links, 'to')
  const outOf = byNode(links, 'from')
  return {
    ids: Object.keys(flow.nodes),
    links,
    into: (node, port) => (into.get(node) ?? []).filter(link => port === undefined || link.to.port === port),
    outOf: (node, port) => (outOf.get(node) ?? []).filter(link => port === undefined || link.from.port === port),
  }
}

/** Node ids so that each comes after its inputs, and close to them; nodes on or after a cycle are left out. */
export const topologicalOrder = (graph: Graph): readonly string[] => {
  const place = new Map(graph.ids.map((id, index) => [id, index]))
  const waiting = new Map(graph.ids.map(id => [id, graph.into(id).length]))
  const order: string[] = []
  const ready = graph.ids.filter(id => waiting.get(id) === 0).toReversed()
  while (ready.length > 0) {
    const id = ready.pop()!
    order.push(id)
    const freed = graph.outOf(id).filter(link => {
      const left = waiting.get(link.to.node)! - 1
      waiting.set(link.to.node, left)
      return left === 0
    })
    ready.push(...freed.map(link => link.to.node).toSorted((a, b) => place.get(b)! - place.get(a)!))
  }
  return order
}

/** Every cycle once, as the path from a node back to itself: `[a, b, a]`. One per knot of nodes that reach each other. */
export const cycles = (graph: Graph): readonly (readonly string[])[] => {
  const sorted = new Set(topologicalOrder(graph))
  const found: string[][] = []
  const done = new Set<string>()
  for (const start of graph.ids) {
    if (sorted.has(start) || done.has(start)) continue
    const path = pathBack(graph, start)
    if (path === null) continue
    found.push(path)
    const before = upstream(graph, [start])
    for (const id of downstream(graph, [start])) if (before.has(id)) done.add(id)
  }
  return found
}

/** The shortest way from a node back to itself. */
const pathBack = (graph: Graph, start: string): string[] | null => {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const id of queue)
    for (const link of graph.outOf(id)) {
      const next = link.to.node
      if (next === start) {
        const path = [start]
        for (let back = id; back !== start; back = cameFrom.get(back)!) path.unshift(back)
        return [start, ...path]
      }
      if (cameFrom.has(next)) continue
      cameFrom.set(next, id)
      queue.push(next)
    }
  return null
}

const reach = (start: Iterable<string>, next: (id: string) => readonly string[]): ReadonlySet<string> => {
  const seen = new Set<string>()
  const queue = [...start].flatMap(next)
  for (const id of queue) {
    if (seen.has(id)) continue
    seen.add(id)
    queue.push(...next(id))
  }
  return seen
}

/** Everything that the rows of these nodes flow into, without the nodes themselves unless they lie on a cycle. */
export const downstream = (graph: Graph, nodes: Iterable<string>): ReadonlySet<string> =>
  reach(nodes, id => graph.outOf(id).map(link => link.to.node))

/** Everything that these nodes' rows come from, without the nodes themselves unless they lie on a cycle. */
export const upstream = (graph: Graph, nodes: Iterable<string>): ReadonlySet<string> =>
  reach(nodes, id => graph.into(id).map(link => link.from.node))

/** Whether an edge between two nodes would close a cycle. */
export const wouldCycle = (graph: Graph, from: string, to: string): boolean =>
  from === to || downstream(graph, [to]).has(from)

/**
 * The nodes that take no part: the disabled ones, and what hangs on them alone, which is every node with edges into it that all
 * come from nodes that take no part.
 */
export const leftOut = (flow: Flow, graph: Graph): ReadonlySet<string> => {
  const out = new Set<string>()
  for (const id of topologicalOrder(graph)) {
    const feeding = graph.into(id)
    const starved = feeding.length > 0 && feeding.every(link => out.has(link.from.node))
    if (flow.nodes[id]?.disabled || starved) out.add(id)
  }
  return out
}
