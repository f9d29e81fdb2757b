import type { Flow, FlowNode, Point } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import { z } from '#core/node/settings.ts'
import { titled } from './clipboard.ts'
import { addNode } from './graph-edits.ts'
import { endOf, portLabel, portsOfKind, titleOf } from './ports.ts'

/** A node that comes in from outside: a file, a table, a query. */
export interface Arrival {
  readonly kind: string
  readonly title: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly at: Point
}

export const addArrivals = (flow: Flow, catalogue: Faces, arrivals: readonly Arrival[]) => {
  let next = flow
  const ids: string[] = []
  for (const { kind, title, settings, at } of arrivals) {
    const added = addNode(next, catalogue, kind, at, settings, title)
    next = added.flow
    ids.push(added.id)
  }
  return { flow: next, ids }
}

export const isSource = (flow: Flow, catalogue: Faces, id: string): boolean =>
  catalogue.get(flow.nodes[id]?.kind ?? '')?.group === 'sources'

/** The settings of a node that another kind knows by the same name, where it takes their values. */
const shared = (catalogue: Faces, kind: string, settings: Readonly<Record<string, unknown>>) => {
  const schema = catalogue.get(kind)?.settings
  const shape = schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>) : {}
  return Object.fromEntries(
    Object.entries(settings).filter(([key, value]) => shape[key]?.safeParse(value).success ?? false),
  )
}

/** Gives a source another file, and the kind that reads it; or says why its edges do not allow that. */
export const withFile = (
  flow: Flow,
  catalogue: Faces,
  id: string,
  kind: string,
  settings: Readonly<Record<string, unknown>>,
): Flow | string => {
  const node = flow.nodes[id]
  const next = catalogue.get(kind)
  if (!node || !next) return flow
  if (node.kind === kind) return withNodeAt(flow, id, { ...node, settings: { ...node.settings, ...settings } })
  const title = titleOf(flow, catalogue, id)
  const kept = { ...shared(catalogue, kind, node.settings), ...settings }
  const ports = new Set(portsOfKind(catalogue, kind, kept)?.outputs.map(port => port.name))
  const lost = flow.edges.map(edge => endOf(edge.from)).find(end => end.node === id && !ports.has(end.port))
  if (lost)
    return `${title} cannot become a ${next.title} source: an edge leaves its port ${portLabel(lost.port)}, which that has not. Drop the file beside it.`
  // A title that only names the old kind gives way to the new kind's.
  const named = node.title === undefined ? next.title : title
  return withNodeAt(flow, id, titled({ ...node, kind, version: next.version, settings: kept }, named, next.title))
}

const withNodeAt = (flow: Flow, id: string, node: FlowNode): Flow => ({
  ...flow,
  nodes: { ...flow.nodes, [id]: node },
})
