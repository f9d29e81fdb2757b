import type { Point } from '#core/flow/types.ts'
import type { Rect } from './geometry.ts'

export interface EdgeShape {
  readonly path: string
  readonly label: Point
  /** The label stands above the line, because the gap has no room for it. */
  readonly narrow: boolean
}

const curve = 76
const radius = 10

/** A run along a rectangle of turns with round corners. */
const rounded = (points: readonly Point[]): string => {
  const parts = points.slice(1, -1).map((corner, index) => {
    const before = points[index] ?? corner
    const after = points[index + 2] ?? corner
    const reach = (other: Point) => Math.min(radius, Math.hypot(other.x - corner.x, other.y - corner.y) / 2)
    const toward = (other: Point) => {
      const length = Math.hypot(other.x - corner.x, other.y - corner.y) || 1
      const by = reach(other) / length
      return `${corner.x + (other.x - corner.x) * by} ${corner.y + (other.y - corner.y) * by}`
    }
    return `L${toward(before)}Q${corner.x} ${corner.y} ${toward(after)}`
  })
  const first = points[0]
  const last = points.at(-1)
  return first && last ? `M${first.x} ${first.y}${parts.join('')}L${last.x} ${last.y}` : ''
}

const bend = (from: Point, to: Point) => {
  const reach = Math.max(24, Math.abs(to.x - from.x) / 2)
  return `C${from.x + reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y}`
}

const forward = (from: Point, to: Point, early: boolean): EdgeShape => {
  const gap = to.x - from.x
  const start = `M${from.x} ${from.y}`
  if (gap <= curve * 2.2) {
    const narrow = gap < 64
    const label = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - (narrow ? 9 : 0) }
    return { path: `${start}${bend(from, to)}`, label, narrow }
  }
  if (early) {
    const after = { x: from.x + curve + 8, y: to.y }
    return { path: `${start}${bend(from, after)}H${to.x}`, label: { x: (after.x + to.x) / 2, y: to.y }, narrow: false }
  }
  const before = { x: to.x - curve, y: from.y }
  return {
    path: `${start}H${before.x}${bend(before, to)}`,
    label: { x: (from.x + before.x) / 2, y: from.y },
    narrow: false,
  }
}

/** A line between two cards one above the other, near the lower one; null where there is no room. */
const lane = (bottom: number, top: number): number | null => {
  const room = top - bottom
  if (room < 20) return null
  return room > 56 ? top - 28 : (bottom + top) / 2
}

/** Back through the gutter: below the upper card and above the lower one, or beneath both where they stand side by side. */
const backward = (from: Point, to: Point, source: Rect, target: Rect): EdgeShape => {
  const sourceBottom = source.y + source.height
  const targetBottom = target.y + target.height
  const below = lane(sourceBottom, target.y)
  const above = lane(targetBottom, source.y)
  const between = below ?? above
  const y = Math.round(between ?? Math.max(sourceBottom, targetBottom) + 24)
  const right = from.x + 34
  const left = to.x - 24
  const path = rounded([from, { x: right, y: from.y }, { x: right, y }, { x: left, y }, { x: left, y: to.y }, to])
  return { path, label: { x: (left + right) / 2, y }, narrow: false }
}

/** How an edge runs: a curve forward; one that runs back is routed square. A reject turns early, so that it leaves its node's row at once. */
export const edgeShape = (from: Point, to: Point, source: Rect, target: Rect, reject: boolean): EdgeShape =>
  to.x - from.x >= 16 ? forward(from, to, reject) : backward(from, to, source, target)
