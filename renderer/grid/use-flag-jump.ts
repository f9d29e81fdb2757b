import { useCallback, useRef } from 'react'
import type { PageStore } from './page-store.ts'
import type { Cell, Selection } from './selection.ts'
import { stopsOf } from './stops.ts'
import type { GridFilter } from './types.ts'

const exact = new Intl.NumberFormat('en-US')

/** The next flagged row wherever it is, past an end from the other one, and what to say of it. */
const findNext = async (store: PageStore, start: number, backwards: boolean, signal: AbortSignal) => {
  const { source } = store
  const ahead = start < 0 ? null : await source.nextFlagged(start, backwards, signal)
  if (ahead !== null) return { row: ahead, wrapped: null }
  const row = await source.nextFlagged(backwards ? Number.MAX_SAFE_INTEGER : 0, backwards, signal)
  return { row, wrapped: backwards ? 'From the end again' : 'From the start again' }
}

/** Goes to the next row that the filter means, at its gravest flag; `say` is told in words, for ears and where the walk began anew. */
export const useFlagJump = (
  store: PageStore,
  filter: GridFilter,
  selection: Selection | null,
  first: number,
  arrive: (cell: Cell) => void,
  say: (shown: string, announced?: string) => void,
) => {
  const asked = useRef<AbortController>(null)
  const active = selection?.active
  return useCallback(
    async (backwards: boolean): Promise<void> => {
      asked.current?.abort()
      const own = new AbortController()
      asked.current = own
      const start = (active?.row ?? first - (backwards ? 0 : 1)) + (backwards ? -1 : 1)
      const { row, wrapped } = await findNext(store, start, backwards, own.signal)
      if (own.signal.aborted) return
      if (row === null) return say('No flagged row here')
      const [found] = await store.read(row, row + 1, own.signal)
      if (own.signal.aborted || !found) return
      const { columns, rowCount } = store.getState()
      const stops = stopsOf(found, filter)
      const columnOf = (names: readonly string[]) => columns.findIndex(column => names.includes(column.name))
      const stop = stops.find(each => columnOf(each.columns) >= 0) ?? stops[0]
      const column = stop ? columnOf(stop.columns) : -1
      arrive({ row, column: column >= 0 ? column : (active?.column ?? 0) })
      const place = `Row ${exact.format(row + 1)}${rowCount === null ? '' : ` of ${exact.format(rowCount)}`}`
      const more = stops.length > 1 ? `, and ${stops.length - 1} more` : ''
      const words = [...(wrapped ? [wrapped] : []), `${place}: ${stop?.said ?? 'flagged'}${more}`]
      say(wrapped ?? '', words.join('. '))
    },
    [store, filter, active, first, arrive, say],
  )
}
