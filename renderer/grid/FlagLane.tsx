import { memo, type PointerEvent, useEffect, useMemo, useRef } from 'react'
import { type RuleSeverity, ruleSeverities } from '#core/rules/types.ts'
import { graver } from './flags.ts'
import type { RowScroll } from './use-row-scroll.ts'
import { rowHeight } from './use-row-scroll.ts'

export interface FlagLaneProps {
  readonly scroll: RowScroll
  readonly rows: number
  /** Some flagged rows of all, with their severity. */
  readonly marks: ReadonlyMap<number, RuleSeverity>
  readonly onJump: (row: number) => void
}

const lengths = { info: 6, warning: 6, error: 9, critical: 12 } as const satisfies Record<RuleSeverity, number>
const smallestThumb = 20

/** A mark and the gap below it. */
const pitch = 3

const lineOf = (row: number, rows: number, height: number): number =>
  Math.floor(((row / Math.max(1, rows)) * Math.max(1, height - 2)) / pitch) * pitch

/** One mark a line, the gravest; longer the worse it is. */
export const marksAt = (
  marks: ReadonlyMap<number, RuleSeverity>,
  rows: number,
  height: number,
): ReadonlyMap<number, RuleSeverity> => {
  const lines = new Map<number, RuleSeverity>()
  for (const [row, severity] of marks) {
    const line = lineOf(row, rows, height)
    lines.set(line, graver(lines.get(line), severity))
  }
  return lines
}

const reach = 2

/** The flagged row whose mark is under a height of the lane, or near it. */
export const nearestMark = (
  marks: ReadonlyMap<number, RuleSeverity>,
  rows: number,
  height: number,
  y: number,
): number | null => {
  const away = (row: number) => Math.abs(lineOf(row, rows, height) + 1 - y)
  const near = [...marks.keys()].filter(row => away(row) <= reach).sort((a, b) => away(a) - away(b))
  return near[0] ?? null
}

const path = (lines: ReadonlyMap<number, RuleSeverity>, severity: RuleSeverity) =>
  [...lines]
    .filter(([, other]) => other === severity)
    .map(([y]) => `M2 ${y}h${lengths[severity]}v2h-${lengths[severity]}z`)
    .join('')

const Marks = memo(
  ({
    marks,
    rows,
    height,
  }: {
    readonly marks: FlagLaneProps['marks']
    readonly rows: number
    readonly height: number
  }) => {
    const lines = useMemo(() => marksAt(marks, rows, height), [marks, rows, height])
    return (
      <svg width={15} height={height} aria-hidden="true">
        {ruleSeverities.map(severity => (
          <path key={severity} className={severity} d={path(lines, severity)} />
        ))}
      </svg>
    )
  },
)

/** The vertical scroll bar, with marks where flagged rows are; a click on one goes there, elsewhere it scrolls. */
export const FlagLane = ({ scroll, rows, marks, onJump }: FlagLaneProps) => {
  const lane = useRef<HTMLDivElement>(null)
  const thumb = useRef<HTMLDivElement>(null)
  const { height } = scroll.view
  const full = Math.max(1, rows * rowHeight)
  const length = Math.min(height, Math.max(smallestThumb, (height / full) * height))
  const range = Math.max(0, height - length)
  const { maxTop } = scroll.map
  const { onMove, setTop } = scroll

  useEffect(
    () =>
      onMove(top => {
        if (thumb.current) thumb.current.style.transform = `translateY(${maxTop ? (top / maxTop) * range : 0}px)`
      }),
    [onMove, maxTop, range],
  )

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return
    const element = event.currentTarget
    const box = element.getBoundingClientRect()
    const held = thumb.current?.getBoundingClientRect()
    const inside = held && event.clientY >= held.top && event.clientY <= held.bottom
    const mark = inside ? null : nearestMark(marks, rows, height, event.clientY - box.top)
    if (mark !== null) {
      event.preventDefault()
      return onJump(mark)
    }
    if (maxTop === 0) return
    const grip = inside ? event.clientY - held.top : length / 2
    const move = (y: number) => setTop(((y - box.top - grip) / Math.max(1, range)) * maxTop)
    move(event.clientY)
    element.setPointerCapture(event.pointerId)
    const follow = (next: globalThis.PointerEvent) => move(next.clientY)
    element.addEventListener('pointermove', follow)
    element.addEventListener('pointerup', () => element.removeEventListener('pointermove', follow), { once: true })
  }

  return (
    <div ref={lane} className="grid-lane" style={{ height }} onPointerDown={drag} role="presentation">
      <Marks marks={marks} rows={rows} height={height} />
      {maxTop > 0 && <div ref={thumb} className="grid-thumb" style={{ height: length }} />}
    </div>
  )
}
