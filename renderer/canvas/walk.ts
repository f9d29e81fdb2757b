import type { Flow } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import { endOf } from '../store/ports.ts'
import { nodeRect } from './geometry.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/** Half a card: what lies less far off is beside, not beyond. */
const half = 40

/** The node an arrow key goes to: along an edge to the left and right, else the nearest one that way. */
export const walk = (flow: Flow, catalogue: Faces, from: string, direction: Direction): string | null => {
  const middle = (id: string) => {
    const rect = nodeRect(flow, catalogue, id)
    return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }
  }
  const here = middle(from)
  const wired = flow.edges.flatMap(edge => {
    const [source, target] = [endOf(edge.from).node, endOf(edge.to).node]
    if (direction === 'right' && source === from) return [target]
    return direction === 'left' && target === from ? [source] : []
  })
  const distance = (id: string) => {
    const there = middle(id)
    const [along, across] =
      direction === 'left' || direction === 'right'
        ? [there.x - here.x, there.y - here.y]
        : [there.y - here.y, there.x - here.x]
    const forward = direction === 'right' || direction === 'down' ? along : -along
    return { forward, cost: forward + Math.abs(across) * 2 }
  }
  const ids =
    wired.length > 0 ? wired : Object.keys(flow.nodes).filter(id => id !== from && distance(id).forward > half)
  return ids.toSorted((a, b) => distance(a).cost - distance(b).cost)[0] ?? null
}
