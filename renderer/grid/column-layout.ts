import type { Column } from '#core/relation/relation.ts'
import { isNumeric, lookOf } from '../ui/column-type.ts'
import { cellText } from './cell-text.ts'

/** Where columns stand: `offsets[i]` is the left edge of column i, and the last one the whole width. */
export interface ColumnLayout {
  readonly widths: readonly number[]
  readonly offsets: readonly number[]
  readonly total: number
}

export const layoutOf = (widths: readonly number[]): ColumnLayout => {
  const offsets = [0]
  for (const width of widths) offsets.push(offsets[offsets.length - 1]! + width)
  return { widths, offsets, total: offsets[offsets.length - 1]! }
}

/** First column whose right edge lies behind `x`. */
const columnAt = ({ offsets, widths }: ColumnLayout, x: number): number => {
  let low = 0
  let high = widths.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (offsets[middle + 1]! > x) high = middle
    else low = middle + 1
  }
  return Math.max(0, low)
}

const overscan = 2

/** The columns to draw between `left` and `left + view`, end exclusive. */
export const columnsAt = (
  layout: ColumnLayout,
  left: number,
  view: number,
): { readonly first: number; readonly end: number } => {
  const first = Math.max(0, columnAt(layout, left) - overscan)
  const end = Math.min(layout.widths.length, columnAt(layout, left + view) + 1 + overscan)
  return { first, end }
}

export const minWidth = 48
const [narrowest, widest] = [76, 300]
const [letter, digit, padding] = [6.6, 7.5, 18]

/** A width that fits the name and the values at hand, within reason. */
export const fittingWidth = (column: Column, values: readonly unknown[], max = widest): number => {
  const numeric = isNumeric(column.type)
  const longest = values.reduce<number>((most, value) => Math.max(most, cellText(value).length), 0)
  const digits = numeric || ['date', 'time'].includes(lookOf(column.type))
  const content = longest * (digits ? digit : letter) + padding + (numeric ? 16 : 0)
  const head = column.name.length * letter + padding + 36
  return Math.ceil(Math.min(max, Math.max(narrowest, head, content)) / 4) * 4
}
