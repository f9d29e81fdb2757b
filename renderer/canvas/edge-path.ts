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
    const narrow = gap < 64 && Math.abs(to.y - from.y) < 16
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

/** The height nearest to a wish, strictly between two others, at which no card lies in the way; the wish where there is none. */
const lane = (low: number, high: number, wish: number, cards: readonly Rect[]): number => {
  const free = (y: number) =>
    y > low + 6 && y < high - 6 && !cards.some(card => y > card.y - 6 && y < card.y + card.height + 6)
  const beside = cards.flatMap(card => [card.y - 10, card.y + card.height + 10, (card.y + card.height + high) / 2])
  const choices = [wish, (low + high) / 2, ...beside].filter(free)
  return choices.toSorted((a, b) => Math.abs(a - wish) - Math.abs(b - wish))[0] ?? wish
}

const between = (upper: Rect, lower: Rect, cards: readonly Rect[]): number | null => {
  const [bottom, top] = [upper.y + upper.height, lower.y]
  if (top - bottom < 20) return null
  return lane(bottom, top, top - bottom > 56 ? top - 28 : (bottom + top) / 2, cards)
}

/** Back through the gutter: between the upper card and the lower one, or beneath both where they stand side by side. */
const backward = (from: Point, to: Point, source: Rect, target: Rect, cards: readonly Rect[]): EdgeShape => {
  const right = from.x + 34
  const left = to.x - 24
  const inWay = cards.filter(card => card.x < right && card.x + card.width > left)
  const beneath = Math.max(source.y + source.height, target.y + target.height) + 24
  const y = Math.round(
    between(source, target, inWay) ??
      between(target, source, inWay) ??
      lane(beneath - 20, beneath + 600, beneath, inWay),
  )
  const path = rounded([from, { x: right, y: from.y }, { x: right, y }, { x: left, y }, { x: left, y: to.y }, to])
  return { path, label: { x: (left + right) / 2, y }, narrow: false }
}

/** What an edge's course depends on beside its two ends. */
export interface Surroundings {
  readonly source: Rect
  readonly target: Rect
  readonly reject: boolean
  /** All cards; asked for only where an edge runs far or back among them. */
  readonly cards: () => readonly Rect[]
}

const crosses = (y: number, from: Point, to: Point, cards: readonly Rect[]) =>
  cards.some(card => card.x > from.x && card.x + card.width < to.x && y > card.y && y < card.y + card.height)

/** Says whether a long edge meets a card on its source's row and none on its target's: it then changes rows at once. */
const detours = (from: Point, to: Point, cards: () => readonly Rect[]): boolean => {
  if (to.x - from.x <= curve * 2.2) return false
  const all = cards()
  return crosses(from.y, from, to, all) && !crosses(to.y, from, to, all)
}

/** How an edge runs: a curve forward; one that runs back is routed square. A reject turns early, so that it leaves its node's row at once. */
export const edgeShape = (from: Point, to: Point, { source, target, reject, cards }: Surroundings): EdgeShape =>
  to.x - from.x >= 16
    ? forward(from, to, reject || detours(from, to, cards))
    : backward(from, to, source, target, cards())
