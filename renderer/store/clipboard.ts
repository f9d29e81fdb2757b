import type { Edge, Flow, FlowNode, Point } from '#core/flow/types.ts'
import type { Catalogue } from '#core/node/kind.ts'
import { freshId, freshTitle, withNode } from './graph-edits.ts'
import { endOf } from './ports.ts'

/** What the clipboard holds: part of a flow, as readable JSON that a person can paste into a chat. */
interface Clip {
  readonly weir: 'clip'
  readonly nodes: Readonly<Record<string, FlowNode>>
  readonly edges: readonly Edge[]
  readonly layout: { readonly nodes: Readonly<Record<string, Point>> }
}

const pick = <T>(record: Readonly<Record<string, T>>, keys: ReadonlySet<string>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => keys.has(key)))

/** The selected nodes, their places, and the edges between them. */
export const clipOf = (flow: Flow, ids: readonly string[]): Clip => {
  const chosen = new Set(ids)
  const inside = (end: string) => chosen.has(endOf(end).node)
  return {
    weir: 'clip',
    nodes: pick(flow.nodes, chosen),
    edges: flow.edges.filter(edge => inside(edge.from) && inside(edge.to)),
    layout: { nodes: pick(flow.layout.nodes, chosen) },
  }
}

export const writeClip = (flow: Flow, ids: readonly string[]): string =>
  `${JSON.stringify(clipOf(flow, ids), null, 2)}\n`

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isEdge = (value: unknown): value is Edge =>
  isObject(value) && typeof value.from === 'string' && typeof value.to === 'string'

const isNode = (value: unknown): value is FlowNode =>
  isObject(value) && typeof value.kind === 'string' && typeof value.version === 'number' && isObject(value.settings)

const pointOf = (value: unknown): Point =>
  isObject(value) && typeof value.x === 'number' && typeof value.y === 'number'
    ? { x: value.x, y: value.y }
    : { x: 0, y: 0 }

/** Reads a clip or a whole flow document; null where the text is neither. */
export const readClip = (text: string): Clip | null => {
  try {
    const value: unknown = JSON.parse(text)
    if (!isObject(value) || !isObject(value.nodes) || !Array.isArray(value.edges)) return null
    const nodes = Object.fromEntries(
      Object.entries(value.nodes).filter((entry): entry is [string, FlowNode] => isNode(entry[1])),
    )
    const layout = isObject(value.layout) && isObject(value.layout.nodes) ? value.layout.nodes : {}
    const places = Object.fromEntries(Object.keys(nodes).map(id => [id, pointOf(layout[id])]))
    return Object.keys(nodes).length
      ? { weir: 'clip', nodes, edges: value.edges.filter(isEdge), layout: { nodes: places } }
      : null
  } catch {
    return null
  }
}

/** Puts a clip into a flow under fresh ids; its top left corner lies at `at`, or beside the original. */
export const paste = (
  flow: Flow,
  catalogue: Catalogue,
  clip: Clip,
  at: Point | null,
): { readonly flow: Flow; readonly ids: readonly string[] } => {
  const places = Object.values(clip.layout.nodes)
  const left = Math.min(...places.map(place => place.x))
  const top = Math.min(...places.map(place => place.y))
  const shift = at ? { x: at.x - left, y: at.y - top } : { x: 24, y: 24 }
  const names = new Map<string, string>()
  let next = flow
  for (const [id, node] of Object.entries(clip.nodes)) {
    const kind = catalogue.get(node.kind)
    const title = freshTitle(next, catalogue, node.title ?? kind?.title ?? id)
    const fresh = freshId(next, id)
    const place = clip.layout.nodes[id] ?? { x: left, y: top }
    names.set(id, fresh)
    next = withNode(next, fresh, titled(node, title, kind?.title), { x: place.x + shift.x, y: place.y + shift.y })
  }
  const rename = (end: string) => {
    const { node, port } = endOf(end)
    const name = names.get(node)
    return name && `${name}.${port}`
  }
  const edges = clip.edges.flatMap(edge => {
    const from = rename(edge.from)
    const to = rename(edge.to)
    return from && to ? [{ from, to }] : []
  })
  return { flow: { ...next, edges: [...next.edges, ...edges] }, ids: [...names.values()] }
}

/** A copy with a title, in the key order of the document; the kind's own title is left out. */
export const titled = (node: FlowNode, title: string, kindTitle: string | undefined): FlowNode => {
  const { kind, version, title: _, ...others } = node
  return { kind, version, ...(title === kindTitle ? {} : { title }), ...others }
}
