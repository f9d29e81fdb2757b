import type { Rect } from './geometry.ts'

export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

interface Insets {
  readonly left: number
  readonly bottom: number
}

/** Edges that run back need more room at the sides. */
const air = { x: 44, y: 24 }
/** What the map and the zoom strip cover in the lower left corner. */
const corner = { width: 208, height: 140 }

const bounds = (rects: readonly Rect[]): Rect => {
  const x = Math.min(...rects.map(rect => rect.x))
  const y = Math.min(...rects.map(rect => rect.y))
  const right = Math.max(...rects.map(rect => rect.x + rect.width))
  const bottom = Math.max(...rects.map(rect => rect.y + rect.height))
  return { x, y, width: right - x, height: bottom - y }
}

const within = (box: Rect, width: number, height: number, { left, bottom }: Insets): View => {
  const room = { x: width - left - 2 * air.x, y: height - bottom - 2 * air.y }
  const zoom = Math.max(0.1, Math.min(1, room.x / box.width, room.y / box.height))
  return {
    zoom,
    x: left + air.x + (room.x - box.width * zoom) / 2 - box.x * zoom,
    y: air.y + (room.y - box.height * zoom) / 2 - box.y * zoom,
  }
}

const covered = (rects: readonly Rect[], height: number, { x, y, zoom }: View) =>
  rects.some(rect => rect.x * zoom + x < corner.width && (rect.y + rect.height) * zoom + y > height - corner.height)

/** A view of everything, at most at its real size, with nothing under the map: beside it or above it where that is needed. */
export const fitView = (rects: readonly Rect[], width: number, height: number): View => {
  if (rects.length === 0) return { x: 0, y: 0, zoom: 1 }
  const box = bounds(rects)
  const plain = within(box, width, height, { left: 0, bottom: 0 })
  if (!covered(rects, height, plain)) return plain
  const beside = within(box, width, height, { left: corner.width - air.x + 16, bottom: 0 })
  const above = within(box, width, height, { left: 0, bottom: corner.height - air.y + 4 })
  return beside.zoom >= above.zoom ? beside : above
}
