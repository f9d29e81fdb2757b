import { useCallback } from 'react'
import { type Block, toJson, toTsv, writeClipboard } from './copy.ts'
import type { GridRow, PageStore } from './page-store.ts'
import { cellsIn, type Range, rangeOf, type Selection } from './selection.ts'

export type CopyFormat = 'tsv' | 'tsv-headers' | 'json' | 'row-json'

const mostCells = 1_000_000
const mostWhole = 200

const exact = new Intl.NumberFormat('en-US')

/** Values that a page cut are asked for whole, up to a bound. */
const wholeRows = async (
  store: PageStore,
  range: Range,
  rows: readonly GridRow[],
  signal: AbortSignal,
): Promise<{ readonly rows: readonly (readonly unknown[])[]; readonly cut: number }> => {
  const { columns } = store.getState()
  let asked = 0
  let cut = 0
  const whole: unknown[][] = []
  for (const [index, row] of rows.entries()) {
    const values = row.values.slice(range.left, range.right + 1)
    for (const column of row.cut) {
      if (column < range.left || column > range.right) continue
      if (asked++ >= mostWhole) cut++
      else
        values[column - range.left] = (
          await store.source.cell(range.top + index, columns[column]?.name ?? '', signal)
        ).value
    }
    whole.push(values)
  }
  return { rows: whole, cut }
}

const printed = (block: Block, format: CopyFormat) =>
  format === 'json' || format === 'row-json' ? toJson(block) : toTsv(block, format === 'tsv-headers')

/** Copies the selection (or its rows), reading what was not loaded; `say` is told what became of it. */
export const useCopy = (store: PageStore, selection: Selection | null, say: (text: string) => void) =>
  useCallback(
    async (format: CopyFormat): Promise<void> => {
      if (!selection) return
      const { columns } = store.getState()
      const marked = rangeOf(selection)
      const range = format === 'row-json' ? { ...marked, left: 0, right: columns.length - 1 } : marked
      const width = range.right - range.left + 1
      const end = Math.min(range.bottom + 1, range.top + Math.max(1, Math.floor(mostCells / width)))
      const { signal } = new AbortController()
      const rows = await store.read(range.top, end, signal)
      const whole = await wholeRows(store, range, rows, signal)
      writeClipboard(printed({ columns: columns.slice(range.left, range.right + 1), rows: whole.rows }, format))
      const cells = cellsIn({ ...range, bottom: range.top + whole.rows.length - 1 })
      const some = end <= range.bottom ? `, the first ${exact.format(end - range.top)} rows of the selection` : ''
      const short = whole.cut ? `; ${exact.format(whole.cut)} long values were cut at 500 characters` : ''
      say(`Copied ${cells === 1 ? '1 cell' : `${exact.format(cells)} cells`}${some}${short}`)
    },
    [store, selection, say],
  )
