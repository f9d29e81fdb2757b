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

/** What is said of a row stands before its cells, but for when it was last seen. */
export const gridColumns = (
  columns: readonly EntryColumn[],
  entries: readonly Entry[],
  lines: boolean,
): readonly GridColumn[] => {
  const most = Math.max(columns.length, ...entries.map(entry => (entry.place ? widthOf(entry) : 0)))
  const extras = Array.from({ length: most - columns.length }, (_, index) => columns.length + index)
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
      return fittingWidth({ name, type }, texts)
    }),
  )
