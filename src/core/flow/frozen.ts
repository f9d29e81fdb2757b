import type { Faces } from '../node/kind.ts'
import { graphOf, topologicalOrder } from './graph.ts'
import type { Flow, FlowNode } from './types.ts'

/** Whether a node gives stored rows in the place of those that come in. */
export const isFrozen = (node: FlowNode, faces: Faces): boolean => {
  const kind = faces.get(node.kind)
  if (!kind?.frozen || node.disabled || node.bypass) return false
  const parsed = kind.settings.safeParse(node.settings)
  return parsed.success && kind.frozen(parsed.data)
}

/** Nodes that only frozen ones would read: they are neither run nor checked. */
export const sparedBy = (flow: Flow, faces: Faces): ReadonlySet<string> => {
  const graph = graphOf(flow)
  const over = new Set(graph.ids.filter(id => isFrozen(flow.nodes[id]!, faces)))
  const spared = new Set<string>()
  if (over.size === 0) return spared
  for (const id of topologicalOrder(graph).toReversed()) {
    const readers = graph.outOf(id).map(link => link.to.node)
    const isOver = (reader: string) => over.has(reader) || spared.has(reader)
    if (readers.some(isOver) && readers.every(reader => isOver(reader) || flow.nodes[reader]!.disabled)) spared.add(id)
  }
  return spared
}

/** The flow as it is computed: nothing enters frozen nodes, and who only feeds them is switched off. */
export const withoutSpared = (flow: Flow, faces: Faces): Flow => {
  const frozen = new Set(Object.keys(flow.nodes).filter(id => isFrozen(flow.nodes[id]!, faces)))
  if (frozen.size === 0) return flow
  const spared = sparedBy(flow, faces)
  const nodes = Object.entries(flow.nodes).map(([id, node]) => [
    id,
    spared.has(id) && !frozen.has(id) ? { ...node, disabled: true } : node,
  ])
  const stays = (to: string) => !frozen.has(to.slice(0, to.indexOf('.')))
  return { ...flow, nodes: Object.fromEntries(nodes), edges: flow.edges.filter(({ to }) => stays(to)) }
}
