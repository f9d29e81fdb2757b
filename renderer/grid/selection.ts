/** A cell by its row (after filter and sort) and column index. */
export interface Cell {
  readonly row: number
  readonly column: number
}

/** The current cell and the other corner of what is selected. */
export interface Selection {
  readonly active: Cell
  readonly anchor: Cell
}

/** Inclusive bounds. */
export interface Range {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

export const rangeOf = ({ active, anchor }: Selection): Range => ({
  top: Math.min(active.row, anchor.row),
  bottom: Math.max(active.row, anchor.row),
  left: Math.min(active.column, anchor.column),
  right: Math.max(active.column, anchor.column),
})

/** Of one row, the current column and those that are selected, inclusive; -1: none. A single cell is not told as selected. */
export const selectedIn = (selection: Selection | null, row: number) => {
  if (!selection) return { active: -1, from: -1, to: -1 }
  const { top, bottom, left, right } = rangeOf(selection)
  const inRange = (top !== bottom || left !== right) && row >= top && row <= bottom
  return {
    active: selection.active.row === row ? selection.active.column : -1,
    from: inRange ? left : -1,
    to: inRange ? right : -1,
  }
}

/** All cells of a row, or of those between it and the other corner. */
export const rowsFrom = (anchorRow: number, row: number, columns: number): Selection => ({
  active: { row, column: 0 },
  anchor: { row: anchorRow, column: columns - 1 },
})

/** All cells there are. */
export const everything = ({ rows, columns }: Pick<Extent, 'rows' | 'columns'>): Selection => ({
  anchor: { row: 0, column: 0 },
  active: { row: rows - 1, column: columns - 1 },
})

export const cellsIn = ({ top, bottom, left, right }: Range): number => (bottom - top + 1) * (right - left + 1)

export interface Extent {
  readonly rows: number
  readonly columns: number
  /** Rows that a page key goes. */
  readonly page: number
}

const clamp = (value: number, end: number) => Math.min(Math.max(value, 0), Math.max(0, end - 1))

/** Where a key leads from a cell; null for a key that does not move. */
export const moved = (
  { row, column }: Cell,
  key: string,
  ctrl: boolean,
  { rows, columns, page }: Extent,
): Cell | null => {
  const to = (nextRow: number, nextColumn: number): Cell => ({
    row: clamp(nextRow, rows),
    column: clamp(nextColumn, columns),
  })
  const targets: Readonly<Record<string, Cell>> = {
    ArrowUp: to(ctrl ? 0 : row - 1, column),
    ArrowDown: to(ctrl ? rows - 1 : row + 1, column),
    ArrowLeft: to(row, ctrl ? 0 : column - 1),
    ArrowRight: to(row, ctrl ? columns - 1 : column + 1),
    PageUp: to(row - page, column),
    PageDown: to(row + page, column),
    Home: to(ctrl ? 0 : row, 0),
    End: to(ctrl ? rows - 1 : row, columns - 1),
  }
  return targets[key] ?? null
}
