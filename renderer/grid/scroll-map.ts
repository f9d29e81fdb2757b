/** Browsers lose precision in boxes that are much higher than this. */
export const maxScrollHeight = 8_000_000

export interface ScrollMap {
  /** Height of the box that scrolls. */
  readonly height: number
  /** The greatest distance of the view's top from the first row's top, in true pixels. */
  readonly maxTop: number
  /** True pixels from a scroll position, and back. */
  toTop(scroll: number): number
  toScroll(top: number): number
  /** Whether one pixel of scrolling is one pixel of rows. */
  readonly exact: boolean
}

const clamp = (value: number, max: number) => Math.min(Math.max(value, 0), max)

/** Maps a scroll range of at most 8 M px onto all rows: ends on ends, in proportion between them. */
export const scrollMap = (rows: number, rowHeight: number, view: number): ScrollMap => {
  const full = rows * rowHeight
  const height = Math.min(full, maxScrollHeight)
  const maxTop = Math.max(0, full - view)
  const range = Math.max(0, height - view)
  const exact = full <= maxScrollHeight
  const scale = range === 0 ? 0 : maxTop / range
  return {
    height,
    maxTop,
    exact,
    toTop: scroll => clamp(exact ? scroll : scroll * scale, maxTop),
    toScroll: top => clamp(exact ? top : scale === 0 ? 0 : top / scale, range),
  }
}

export interface RowWindow {
  readonly first: number
  /** Exclusive. */
  readonly end: number
}

/** The rows that a view over `top` shows, partly or whole. */
export const rowsAt = (top: number, view: number, rowHeight: number, rows: number): RowWindow => {
  const first = clamp(Math.floor(top / rowHeight), Math.max(0, rows - 1))
  return { first, end: Math.min(rows, Math.ceil((top + view) / rowHeight)) }
}

/** The nearest top at which a row is shown whole. */
export const topToShow = (row: number, top: number, view: number, rowHeight: number): number => {
  const start = row * rowHeight
  if (start < top) return start
  return start + rowHeight > top + view ? start + rowHeight - view : top
}
