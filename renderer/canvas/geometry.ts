import type { Flow, Point } from '#core/flow/types.ts'
import type { Faces } from '#core/node/kind.ts'
import { type Ports, portsOf } from '../store/ports.ts'

/** A card's measures, as the look draws them: they are computed, never measured. */
export const cardWidth = 172
const head = 49
const row = 20
const foot = 15

export const rowsOf = (ports: Ports) => Math.max(ports.inputs.length, ports.outputs.length, 1)

export const cardHeight = (ports: Ports) => head + rowsOf(ports) * row + foot

/** Height of a port's middle inside its card. */
export const portY = (index: number) => head + index * row + row / 2

export interface Rect extends Point {
  readonly width: number
  readonly height: number
}

export const nodeRect = (flow: Flow, catalogue: Faces, id: string): Rect => ({
  ...(flow.layout.nodes[id] ?? { x: 0, y: 0 }),
  width: cardWidth,
  height: cardHeight(portsOf(flow, catalogue, id)),
})

export const contains = (outer: Rect, inner: Rect) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

/** The smallest frame round some rectangles, with air and room for a title. */
export const frameAround = (rects: readonly Rect[]): Rect => {
  const x = Math.min(...rects.map(rect => rect.x)) - 8
  const y = Math.min(...rects.map(rect => rect.y)) - 32
  const right = Math.max(...rects.map(rect => rect.x + rect.width)) + 8
  const bottom = Math.max(...rects.map(rect => rect.y + rect.height)) + 8
  return { x, y, width: right - x, height: bottom - y }
}

/** The nearest place at or below a wished one where a card covers no other. */
export const freePlace = (
  flow: Flow,
  catalogue: Faces,
  wish: Point,
  height = cardHeight({ inputs: [], outputs: [] }),
): Point => {
  const taken = Object.keys(flow.nodes).map(id => nodeRect(flow, catalogue, id))
  const covers = (y: number) =>
    taken.find(
      rect =>
        wish.x < rect.x + rect.width + 16 &&
        wish.x + cardWidth + 16 > rect.x &&
        y < rect.y + rect.height + 16 &&
        y + height + 16 > rect.y,
    )
  let y = wish.y
  for (let hit = covers(y); hit; hit = covers(y)) y = hit.y + hit.height + 16
  return { x: wish.x, y }
}
