import { type Edge, type Node, type NodeHandle, Position } from '@xyflow/react'
import type { Flow, Edge as FlowEdge, Group, Note } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import { edgeKey, endOf, type Ports, portsOf } from '../store/ports.ts'
import { cardHeight, cardWidth, portY } from './geometry.ts'
import { closedSize } from './groups.ts'

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
  // a note that is picked lies above the cards, so that all of it can be read and typed
  zIndex: type === 'group' ? -2 : selected ? 1 : -1,
})

const closedBox = (group: Group, selected: boolean): Node => ({
  ...box(group, 'group', selected),
  ...closedSize,
  measured: closedSize,
  handles: [
    { id: 'in', type: 'target', position: Position.Left, x: -5, y: closedSize.height / 2 - 5, width: 10, height: 10 },
    {
      id: 'out',
      type: 'source',
      position: Position.Right,
      x: closedSize.width - 5,
      y: closedSize.height / 2 - 5,
      width: 10,
      height: 10,
    },
  ],
  zIndex: 0,
})

/** What collapsed groups hide, and the group that does. */
type Hidden = ReadonlyMap<string, string>

/** The document as React Flow draws it. */
export const createView = (catalogue: Faces) => {
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

  const nodes = (flow: Flow, selected: ReadonlySet<string>, hidden: Hidden): Node[] => [
    ...flow.layout.groups.map(group => {
      const chosen = selected.has(`group:${group.id}`)
      return keepNode(`group:${group.id}`, [group, chosen], () =>
        group.collapsed ? closedBox(group, chosen) : box(group, 'group', chosen),
      )
    }),
    ...flow.layout.notes
      .filter(note => !hidden.has(`note:${note.id}`))
      .map(note =>
        keepNode(`note:${note.id}`, [note, selected.has(`note:${note.id}`)], () =>
          box(note, 'note', selected.has(`note:${note.id}`)),
        ),
      ),
    ...Object.keys(flow.nodes)
      .filter(id => !hidden.has(id))
      .map(id => nodeView(flow, id, selected.has(id))),
  ]

  const edges = (flow: Flow, selected: ReadonlySet<string>, hidden: Hidden): Edge[] =>
    flow.edges.flatMap(edge => {
      const from = endOf(edge.from)
      const to = endOf(edge.to)
      const [source, target] = [flow.nodes[from.node], flow.nodes[to.node]]
      if (!source || !target) return []
      const key = edgeKey(edge)
      const [out, into] = [hidden.get(from.node), hidden.get(to.node)]
      if (out !== undefined && out === into) return []
      return keepEdge(key, [source, target, selected.has(key), out, into], () => {
        const reject = portsOf(flow, catalogue, from.node).outputs.some(
          port => port.name === from.port && port.role === 'reject',
        )
        const data: FlowEdgeData = { reject, dim: false, edge }
        return {
          id: key,
          type: 'flow',
          source: out === undefined ? from.node : `group:${out}`,
          target: into === undefined ? to.node : `group:${into}`,
          sourceHandle: out === undefined ? from.port : 'out',
          targetHandle: into === undefined ? to.port : 'in',
          selected: selected.has(key),
          data,
        }
      })
    })

  return { nodes, edges }
}
