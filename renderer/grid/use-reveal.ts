import { useCallback } from 'react'
import type { ColumnLayout } from './column-layout.ts'
import type { useRowScroll } from './use-row-scroll.ts'

const exact = new Intl.NumberFormat('en-US')

/** Room for the number of the last row. */
export const numberWidthOf = (rows: number, narrowest: number): number =>
  Math.max(narrowest, exact.format(Math.max(rows, 1)).length * 7 + 20)

/** Scrolls a cell into sight, on both axes. */
export const useReveal = (
  { show, scroller }: Pick<ReturnType<typeof useRowScroll>, 'show' | 'scroller'>,
  layout: ColumnLayout,
  numberWidth: number,
) =>
  useCallback(
    (row: number, column: number, middle = false) => {
      show(row, middle)
      const element = scroller.current
      if (!element) return
      const [left, right] = [layout.offsets[column] ?? 0, layout.offsets[column + 1] ?? 0]
      if (left < element.scrollLeft) element.scrollLeft = left
      else if (right + numberWidth > element.scrollLeft + element.clientWidth)
        element.scrollLeft = right + numberWidth - element.clientWidth
    },
    [show, scroller, layout, numberWidth],
  )
