import type { PageStore } from './page-store.ts'
import type { Cell } from './selection.ts'
import { stopsOf } from './stops.ts'
import type { GridFilter } from './types.ts'

/** Where a step of a walk came, and what to say of it; no cell: there is nothing to walk. */
export interface Arrival {
  readonly cell: Cell | null
  /** A word on the screen. */
  readonly shown: string
  /** The same and more, for ears. */
  readonly announced: string
}

export interface Walk {
  /** One step; steps follow one another, so that each begins where the one before arrived. */
  step(backwards: boolean, from: () => Cell, arrive: (arrival: Arrival) => void): Promise<void>
  stop(): void
}

const exact = new Intl.NumberFormat('en-US')

// a key that is held down asks faster than rows are found
const mostWaiting = 3

/** The next flagged row wherever it is, past an end from the other one. */
const findNext = async ({ source }: PageStore, start: number, backwards: boolean, signal: AbortSignal) => {
  const ahead = start < 0 ? null : await source.nextFlagged(start, backwards, signal)
  if (ahead !== null) return { row: ahead, wrapped: '' }
  const row = await source.nextFlagged(backwards ? Number.MAX_SAFE_INTEGER : 0, backwards, signal)
  return { row, wrapped: backwards ? 'From the end again' : 'From the start again' }
}

const arrivalAt = async (
  store: PageStore,
  filter: GridFilter,
  from: Cell,
  backwards: boolean,
  signal: AbortSignal,
): Promise<Arrival | null> => {
  const { row, wrapped } = await findNext(store, from.row + (backwards ? -1 : 1), backwards, signal)
  const nothing = 'No flagged row here'
  if (row === null) return { cell: null, shown: nothing, announced: nothing }
  const [found] = await store.read(row, row + 1, signal)
  if (!found) return null
  const { columns, rowCount } = store.getState()
  const stops = stopsOf(found, filter)
  const columnOf = (names: readonly string[]) => columns.findIndex(column => names.includes(column.name))
  const stop = stops.find(each => columnOf(each.columns) >= 0) ?? stops[0]
  const column = stop ? columnOf(stop.columns) : -1
  const place = `Row ${exact.format(row + 1)}${rowCount === null ? '' : ` of ${exact.format(rowCount)}`}`
  const more = stops.length > 1 ? `, and ${stops.length - 1} more` : ''
  return {
    cell: { row, column: column >= 0 ? column : Math.max(0, from.column) },
    shown: wrapped,
    announced: `${wrapped && `${wrapped}. `}${place}: ${stop?.said ?? 'flagged'}${more}`,
  }
}

/** A walk over the rows that a filter means: all flagged ones, where it means none in particular. */
export const createWalk = (store: PageStore, filter: GridFilter): Walk => {
  const own = new AbortController()
  const { signal } = own
  let last: Promise<void> = Promise.resolve()
  let waiting = 0
  return {
    step: (backwards, from, arrive) => {
      if (waiting >= mostWaiting) return last
      waiting += 1
      const mine = last.then(async () => {
        try {
          const arrival = signal.aborted ? null : await arrivalAt(store, filter, from(), backwards, signal)
          if (arrival && !signal.aborted) arrive(arrival)
        } catch (error) {
          if (!signal.aborted) throw error
        } finally {
          waiting -= 1
        }
      })
      last = mine.catch(() => undefined)
      return mine
    },
    stop: () => own.abort(),
  }
}
