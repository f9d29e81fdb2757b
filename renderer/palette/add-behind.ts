import { cardHeight, cardWidth, freePlace } from '../canvas/geometry.ts'
import type { Editor } from '../store/editor.ts'
import { type End, portsOfKind } from '../store/ports.ts'

const gap = 64

/** Adds a node behind a port: on the port's edge where it has one, else where there is room. */
export const addBehind = (
  { document, catalogue, actions }: Editor,
  rows: End,
  kind: string,
  settings: Readonly<Record<string, unknown>>,
  feeds: Readonly<Record<string, End>> = {},
): string => {
  const { flow } = document.getState()
  const from = flow.layout.nodes[rows.node] ?? { x: 0, y: 0 }
  const place = { x: from.x + cardWidth + gap, y: from.y }
  const edge = flow.edges.find(each => each.from === `${rows.node}.${rows.port}`)
  if (edge) return actions.add(kind, place, { settings, feeds, onEdge: edge })
  const height = cardHeight(portsOfKind(catalogue, kind, settings) ?? { inputs: [], outputs: [] })
  return actions.add(kind, freePlace(flow, catalogue, place, height), { settings, feeds, after: rows })
}
