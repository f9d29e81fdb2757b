import type { Flow, Point } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import { endOf } from '../store/ports.ts'
import { cardWidth, nodeRect } from './geometry.ts'

const gapX = 64
const gapY = 24

interface Link {
  readonly from: string
  readonly to: string
}

/** How many edges lie before each node on the longest way to it. */
const depths = (ids: readonly string[], links: readonly Link[]): ReadonlyMap<string, number> => {
  const depth = new Map(ids.map(id => [id, 0]))
  for (let round = 0; round < ids.length; round++) {
    const deeper = links.filter(({ from, to }) => (depth.get(to) ?? 0) <= (depth.get(from) ?? 0))
    if (deeper.length === 0) return depth
    for (const { from, to } of deeper) depth.set(to, Math.min(ids.length, (depth.get(from) ?? 0) + 1))
  }
  return depth
}

/** Places in columns from left to right, each column in the order of what feeds it. With `only`, those nodes alone move. */
export const tidied = (flow: Flow, catalogue: Faces, only: readonly string[] | null): ReadonlyMap<string, Point> => {
  const ids = only ?? Object.keys(flow.nodes)
  const chosen = new Set(ids)
  const links = flow.edges
    .map(edge => ({ from: endOf(edge.from).node, to: endOf(edge.to).node }))
    .filter(({ from, to }) => chosen.has(from) && chosen.has(to))
  const depth = depths(ids, links)
  const left = only ? Math.min(...ids.map(id => nodeRect(flow, catalogue, id).x)) : 0
  const top = only ? Math.min(...ids.map(id => nodeRect(flow, catalogue, id).y)) : 0
  const places = new Map<string, Point>()
  const wish = (id: string) => {
    const before = links.filter(({ to }) => to === id).flatMap(({ from }) => places.get(from)?.y ?? [])
    return before.length ? before.reduce((sum, y) => sum + y, 0) / before.length : top
  }
  for (const column of [...new Set(depth.values())].sort((a, b) => a - b)) {
    let y = Number.NEGATIVE_INFINITY
    const order = ids.filter(id => depth.get(id) === column).toSorted((a, b) => wish(a) - wish(b))
    for (const id of order) {
      const at = Math.max(y, wish(id))
      places.set(id, { x: left + column * (cardWidth + gapX), y: at })
      y = at + nodeRect(flow, catalogue, id).height + gapY
    }
  }
  return places
}

/** Gives nodes that lie nowhere a place: all of them tidily where none has one, else below the others. */
export const placed = (flow: Flow, catalogue: Faces): Flow => {
  const missing = Object.keys(flow.nodes).filter(id => !(id in flow.layout.nodes))
  if (missing.length === 0) return flow
  const lowest = Object.keys(flow.layout.nodes)
    .map(id => nodeRect(flow, catalogue, id))
    .map(rect => rect.y + rect.height)
  const top = lowest.length ? Math.max(...lowest) + gapX : 0
  const places = [...tidied(flow, catalogue, missing)].map(([id, { x, y }]) => [
    id,
    { x: Math.round(x), y: Math.round(y + top) },
  ])
  return { ...flow, layout: { ...flow.layout, nodes: { ...flow.layout.nodes, ...Object.fromEntries(places) } } }
}
