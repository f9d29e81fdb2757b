import type { Edge, Flow, FlowNode, Point } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import { type End, edgeKey, edgeOf, endOf, portsOf, portsOfKind, refusal } from './ports.ts'

/** Edits of the graph as plain functions: a flow in, a flow out. */

const without = <T>(record: Readonly<Record<string, T>>, gone: ReadonlySet<string>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !gone.has(key)))

/** A node id made of the title: `Clean text` gives `clean_text`, then `clean_text_2`. */
export const freshId = (flow: Flow, wish: string, taken: ReadonlySet<string> = new Set()): string => {
  const plain = wish
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 56)
  const stem = plain.replace(/(?<=.)_\d+$/, '') || 'node'
  const free = (id: string) => !(id in flow.nodes) && !taken.has(id)
  if (free(stem)) return stem
  let count = 2
  while (!free(`${stem}_${count}`)) count++
  return `${stem}_${count}`
}

export const freshTitle = (flow: Flow, catalogue: Faces, wish: string): string => {
  const taken = new Set(Object.values(flow.nodes).map(node => node.title ?? catalogue.get(node.kind)?.title))
  if (!taken.has(wish)) return wish
  let count = 2
  while (taken.has(`${wish} ${count}`)) count++
  return `${wish} ${count}`
}

const snap = (value: number) => Math.round(value)

export const withNode = (flow: Flow, id: string, node: FlowNode, at: Point): Flow => ({
  ...flow,
  nodes: { ...flow.nodes, [id]: node },
  layout: { ...flow.layout, nodes: { ...flow.layout.nodes, [id]: { x: snap(at.x), y: snap(at.y) } } },
})

/** A new node of a kind, with a title and an id that no other has. */
export const addNode = (
  flow: Flow,
  catalogue: Faces,
  kindName: string,
  at: Point,
  settings: Readonly<Record<string, unknown>> = {},
  wish?: string,
): { flow: Flow; id: string } => {
  const kind = catalogue.get(kindName)
  if (!kind) throw new Error(`No kind ${kindName}`)
  const title = freshTitle(flow, catalogue, wish?.trim() || kind.title)
  const id = freshId(flow, title)
  const node: FlowNode = {
    kind: kind.kind,
    version: kind.version,
    ...(title === kind.title ? {} : { title }),
    settings: { ...(kind.initial as Record<string, unknown> | undefined), ...settings },
  }
  return { flow: withNode(flow, id, node, at), id }
}

export const withEdge = (flow: Flow, edge: Edge): Flow => ({ ...flow, edges: [...flow.edges, edge] })

export const disconnect = (flow: Flow, keys: ReadonlySet<string>): Flow => ({
  ...flow,
  edges: flow.edges.filter(edge => !keys.has(edgeKey(edge))),
})

/** The edges that take the place of a deleted node's own: what came in by its first input goes on to what it fed. */
const healed = (flow: Flow, catalogue: Faces, id: string): ReadonlyMap<string, Edge> => {
  const { inputs, outputs } = portsOf(flow, catalogue, id)
  const main = inputs[0]?.name
  const first = outputs.find(port => port.role !== 'reject')?.name
  const source = flow.edges.find(edge => edge.to === `${id}.${main}`)
  if (!source) return new Map()
  const rejects = new Set(outputs.filter(port => port.role === 'reject').map(port => port.name))
  const leaving = flow.edges.filter(edge => endOf(edge.from).node === id && !rejects.has(endOf(edge.from).port))
  const ports = new Set(leaving.map(edge => endOf(edge.from).port))
  const kept = ports.size === 1 ? leaving : leaving.filter(edge => endOf(edge.from).port === first)
  return new Map(kept.map(edge => [edgeKey(edge), { from: source.from, to: edge.to }]))
}

const removeOne = (flow: Flow, catalogue: Faces, id: string, heal: boolean): Flow => {
  const bridges = heal ? healed(flow, catalogue, id) : new Map<string, Edge>()
  const edges = flow.edges.flatMap(edge => {
    if (endOf(edge.to).node === id) return []
    if (endOf(edge.from).node !== id) return [edge]
    const bridge = bridges.get(edgeKey(edge))
    return bridge ? [bridge] : []
  })
  const gone = new Set([id])
  return {
    ...flow,
    nodes: without(flow.nodes, gone),
    edges: unique(edges),
    layout: { ...flow.layout, nodes: without(flow.layout.nodes, gone) },
  }
}

const unique = (edges: readonly Edge[]): readonly Edge[] => [
  ...new Map(edges.map(edge => [edgeKey(edge), edge])).values(),
]

/** Deletes nodes; where `heal` is set, what fed a node then feeds what it fed. */
export const removeNodes = (flow: Flow, catalogue: Faces, ids: readonly string[], heal: boolean): Flow =>
  ids.reduce((rest, id) => (id in rest.nodes ? removeOne(rest, catalogue, id, heal) : rest), flow)

/** Puts a node on an edge, by its first ports; null where it does not fit there. */
export const insertOnEdge = (flow: Flow, catalogue: Faces, edge: Edge, id: string): Flow | null => {
  const { inputs, outputs } = portsOf(flow, catalogue, id)
  const input = inputs[0]
  const output = outputs.find(port => port.role !== 'reject')
  if (!input || !output) return null
  const end = (port: string): End => ({ node: id, port })
  const open = disconnect(flow, new Set([edgeKey(edge)]))
  if (refusal(open, catalogue, endOf(edge.from), end(input.name))) return null
  const half = withEdge(open, edgeOf(endOf(edge.from), end(input.name)))
  if (refusal(half, catalogue, end(output.name), endOf(edge.to))) return null
  const at = flow.edges.findIndex(other => edgeKey(other) === edgeKey(edge))
  const into = edgeOf(endOf(edge.from), end(input.name))
  return { ...flow, edges: flow.edges.toSpliced(at, 1, into, edgeOf(end(output.name), endOf(edge.to))) }
}

/** Puts a node behind an output, by its first ports: what the output fed is fed by the node; null where it does not fit there. */
export const insertBehind = (flow: Flow, catalogue: Faces, from: End, id: string): Flow | null => {
  const { inputs, outputs } = portsOf(flow, catalogue, id)
  const input = inputs[0]
  const output = outputs.find(port => port.role !== 'reject')
  if (!input || !output || refusal(flow, catalogue, from, { node: id, port: input.name })) return null
  const into = edgeOf(from, { node: id, port: input.name })
  const first = flow.edges.findIndex(edge => edge.from === into.from)
  const edges = flow.edges.map(edge => (edge.from === into.from ? { ...edge, from: `${id}.${output.name}` } : edge))
  return { ...flow, edges: edges.toSpliced(first === -1 ? edges.length : first, 0, into) }
}

/** The ports of a kind that a dragged connection could take: the first that fits. */
export const fittingPort = (catalogue: Faces, kindName: string, side: 'inputs' | 'outputs'): string | null => {
  const kind = catalogue.get(kindName)
  const ports = kind && portsOfKind(catalogue, kindName, (kind.initial as Record<string, unknown> | undefined) ?? {})
  return ports?.[side][0]?.name ?? null
}

const moved = <T extends { readonly id: string; readonly x: number; readonly y: number }>(
  items: readonly T[],
  prefix: string,
  places: ReadonlyMap<string, Point>,
): readonly T[] =>
  items.some(item => places.has(`${prefix}:${item.id}`))
    ? items.map(item => {
        const place = places.get(`${prefix}:${item.id}`)
        return place ? { ...item, x: snap(place.x), y: snap(place.y) } : item
      })
    : items

/** Moves nodes (by id), notes (`note:id`) and groups (`group:id`) to new places; touches the layout alone. */
export const moveTo = (flow: Flow, places: ReadonlyMap<string, Point>): Flow => {
  const { layout } = flow
  const changed = [...places]
    .filter(([id]) => id in flow.nodes)
    .map(([id, place]) => [id, { x: snap(place.x), y: snap(place.y) }])
  return {
    ...flow,
    layout: {
      nodes: changed.length ? { ...layout.nodes, ...Object.fromEntries(changed) } : layout.nodes,
      groups: moved(layout.groups, 'group', places),
      notes: moved(layout.notes, 'note', places),
    },
  }
}

/** Moves what lies right of a new card aside, so that it covers nothing on its row. */
export const makeRoom = (flow: Flow, id: string, width: number): Flow => {
  const own = flow.layout.nodes[id]
  const next = flow.edges
    .filter(edge => endOf(edge.from).node === id)
    .map(edge => flow.layout.nodes[endOf(edge.to).node])
  const nearest = Math.min(...next.flatMap(place => (place ? [place.x] : [])))
  const missing = own ? own.x + width - nearest : 0
  if (!own || !Number.isFinite(nearest) || missing <= 0 || nearest <= own.x - width) return flow
  const places = Object.entries(flow.layout.nodes).filter(([other, place]) => other !== id && place.x >= nearest)
  return moveTo(flow, new Map(places.map(([other, place]) => [other, { x: place.x + missing, y: place.y }])))
}
