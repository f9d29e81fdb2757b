import { useCallback, useRef } from 'react'
import { flagsAt } from './flags.ts'
import type { PageStore } from './page-store.ts'
import type { Cell, Selection } from './selection.ts'

const flaggedColumns = (store: PageStore, row: number): readonly number[] => {
  const flags = store.row(row)?.flags ?? []
  if (flags.length === 0) return []
  return store.getState().columns.flatMap((column, index) => (flagsAt(flags, column.name).length ? [index] : []))
}

/** The next flagged cell in the same row, else of the next flagged row, wherever it is. */
export const useFlagJump = (
  store: PageStore,
  selection: Selection | null,
  first: number,
  arrive: (cell: Cell) => void,
  say: (text: string) => void,
) => {
  const asked = useRef<AbortController>(null)
  return useCallback(
    async (backwards: boolean): Promise<void> => {
      asked.current?.abort()
      const own = new AbortController()
      asked.current = own
      const from: Cell = selection?.active ?? { row: backwards ? first : first - 1, column: -1 }
      const beside = selection ? flaggedColumns(store, from.row) : []
      const near = backwards
        ? beside.filter(column => column < from.column).at(-1)
        : beside.find(column => column > from.column)
      if (near !== undefined) return arrive({ row: from.row, column: near })
      const start = from.row + (backwards ? -1 : 1)
      const row = start < 0 ? null : await store.source.nextFlagged(start, backwards, own.signal)
      if (own.signal.aborted) return
      if (row === null) return say(`No flagged row ${backwards ? 'before' : 'after'} this one`)
      await store.read(row, row + 1, own.signal)
      const columns = flaggedColumns(store, row)
      if (!own.signal.aborted)
        arrive({ row, column: (backwards ? columns.at(-1) : columns[0]) ?? Math.max(0, from.column) })
    },
    [store, selection, first, arrive, say],
  )
}
