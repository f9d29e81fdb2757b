import { type ColumnLayout, fittingWidth, layoutOf } from '../grid/column-layout.ts'
import { cellView, type Entry, type EntryColumn, widthOf } from './entry.ts'

/** What stands in a column of the grid: about the row, or one of its cells. */
export interface GridColumn {
  readonly kind: 'state' | 'reason' | 'place' | 'cell' | 'seen'
  readonly name: string
  readonly type: string
  /** Of a cell, its index in the row. */
  readonly cell: number
  readonly isKey: boolean
  /** A cell that the file has no column for. */
  readonly extra: boolean
}

const about = (kind: GridColumn['kind'], name: string): GridColumn => ({
  kind,
  name,
  type: 'VARCHAR',
  cell: -1,
  isKey: false,
  extra: false,
})

/** As many cells as the longest of the lines has; none for rows, which have what the columns say. */
export const mostCells = (entries: readonly Entry[]): number =>
  Math.max(0, ...entries.map(entry => (entry.place ? widthOf(entry) : 0)))

/** What is said of a row stands before its cells, but for when it was last seen. */
export const gridColumns = (columns: readonly EntryColumn[], most: number, lines: boolean): readonly GridColumn[] => {
  const extras = Array.from({ length: Math.max(0, most - columns.length) }, (_, index) => columns.length + index)
  return [
    about('state', 'State'),
    about('reason', 'Reason'),
    ...(lines ? [about('place', 'Line')] : []),
    ...columns.map(({ name, type, key }, cell) => ({
      kind: 'cell' as const,
      name,
      type,
      cell,
      isKey: key,
      extra: false,
    })),
    ...extras.map(cell => ({
      kind: 'cell' as const,
      name: `cell ${cell + 1}`,
      type: 'VARCHAR',
      cell,
      isKey: false,
      extra: true,
    })),
    about('seen', 'Last seen'),
  ]
}

/** Room for a sign before the value, and for the sign of a key. */
const [sign, widest] = [20, 320]

const fixed = { state: 100, reason: 260, place: 148, seen: 132 } as const

export const layoutFor = (
  shown: readonly GridColumn[],
  columns: readonly EntryColumn[],
  entries: readonly Entry[],
): ColumnLayout =>
  layoutOf(
    shown.map(({ kind, cell, name, type }) => {
      if (kind !== 'cell') return fixed[kind]
      const texts = entries.map(entry => {
        const { before, after, changed } = cellView(entry, columns, cell)
        return changed ? `${before ?? 'null'}  ${after ?? 'null'}  ` : (after ?? '')
      })
      return Math.min(widest, fittingWidth({ name, type }, texts) + sign)
    }),
  )

/** No column gets narrower while cells are corrected. */
export const grown = (old: ColumnLayout, next: ColumnLayout): ColumnLayout =>
  next.widths.some((width, index) => width > (old.widths[index] ?? 0))
    ? layoutOf(next.widths.map((width, index) => Math.max(width, old.widths[index] ?? 0)))
    : old
