import { type Edge, type Node, type NodeHandle, Position } from '@xyflow/react'
import type { Flow, Edge as FlowEdge, Group, Note } from '#core/flow/types.ts'
import type { Catalogue } from '#core/node/kind.ts'
import { edgeKey, endOf, type Ports, portsOf } from '../store/ports.ts'
import { cardHeight, cardWidth, portY } from './geometry.ts'

export interface FlowEdgeData extends Record<string, unknown> {
  readonly reject: boolean
  readonly dim: boolean
  readonly edge: FlowEdge
}

const handle = (id: string, type: 'source' | 'target', index: number): NodeHandle => ({
  id,
  type,
  position: type === 'target' ? Position.Left : Position.Right,
  x: type === 'target' ? -5 : cardWidth - 5,
  y: portY(index) - 5,
  width: 10,
  height: 10,
})

const handlesOf = (ports: Ports): NodeHandle[] => [
  ...ports.inputs.map((port, index) => handle(port.name, 'target', index)),
  ...ports.outputs.map((port, index) => handle(port.name, 'source', index)),
]

interface Known<R> {
  readonly parts: readonly unknown[]
  readonly view: R
}

/** Keeps a view while what it was made of stays the same, so that only what changed is drawn again. */
const keeper = <R>() => {
  const known = new Map<string, Known<R>>()
  return (key: string, parts: readonly unknown[], make: () => R): R => {
    const old = known.get(key)
    if (old && old.parts.length === parts.length && old.parts.every((part, index) => part === parts[index]))
      return old.view
    const view = make()
    known.set(key, { parts, view })
    return view
  }
}

const box = (item: Group | Note, type: 'note' | 'group', selected: boolean): Node => ({
  id: `${type}:${item.id}`,
  type,
  position: { x: item.x, y: item.y },
  width: item.width,
  height: item.height,
  measured: { width: item.width, height: item.height },
  selected,
  data: {},
  zIndex: type === 'group' ? -2 : -1,
})

/** The document as React Flow draws it. */
export const createView = (catalogue: Catalogue) => {
  const keepNode = keeper<Node>()
  const keepEdge = keeper<Edge>()

  const nodeView = (flow: Flow, id: string, selected: boolean): Node => {
    const node = flow.nodes[id]
    const place = flow.layout.nodes[id]
    const unknown = node && catalogue.has(node.kind) ? null : flow.edges
    return keepNode(id, [node, place, selected, unknown], () => {
      const ports = portsOf(flow, catalogue, id)
      return {
        id,
        type: 'card',
        position: { x: place?.x ?? 0, y: place?.y ?? 0 },
        width: cardWidth,
        height: cardHeight(ports),
        measured: { width: cardWidth, height: cardHeight(ports) },
        handles: handlesOf(ports),
        selected,
        data: {},
      }
    })
  }

  const nodes = (flow: Flow, selected: ReadonlySet<string>): Node[] => [
    ...flow.layout.groups.map(group =>
      keepNode(`group:${group.id}`, [group, selected.has(`group:${group.id}`)], () =>
        box(group, 'group', selected.has(`group:${group.id}`)),
      ),
    ),
    ...flow.layout.notes.map(note =>
      keepNode(`note:${note.id}`, [note, selected.has(`note:${note.id}`)], () =>
        box(note, 'note', selected.has(`note:${note.id}`)),
      ),
    ),
    ...Object.keys(flow.nodes).map(id => nodeView(flow, id, selected.has(id))),
  ]

  const edges = (flow: Flow, selected: ReadonlySet<string>): Edge[] =>
    flow.edges.flatMap(edge => {
      const from = endOf(edge.from)
      const to = endOf(edge.to)
      const [source, target] = [flow.nodes[from.node], flow.nodes[to.node]]
      if (!source || !target) return []
      const key = edgeKey(edge)
      return keepEdge(key, [source, target, selected.has(key)], () => {
        const reject = portsOf(flow, catalogue, from.node).outputs.some(
          port => port.name === from.port && port.role === 'reject',
        )
        const data: FlowEdgeData = { reject, dim: false, edge }
        return {
          id: key,
          type: 'flow',
          source: from.node,
          target: to.node,
          sourceHandle: from.port,
          targetHandle: to.port,
          selected: selected.has(key),
          data,
        }
      })
    })

  return { nodes, edges }
}
