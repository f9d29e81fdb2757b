import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { createPages, type GridState, type PageStore } from './page-store.ts'
import type { GridCounts, GridSource } from './types.ts'

interface Shown {
  readonly store: PageStore
  readonly state: GridState
  /** The store that new rows come into, where they are not the shown ones yet. */
  readonly coming: GridState | null
}

/** The last counts stand until there are new ones. */
const useCounted = (state: GridState): GridState => {
  const [last, setLast] = useState<GridCounts | null>(null)
  const { counts } = state
  useEffect(() => {
    if (counts) setLast(counts)
  }, [counts])
  return useMemo(() => (counts || !last ? state : { ...state, counts: last }), [state, counts, last])
}

/** Pages of a source. When only sort, filter or settings change, the old rows stand until the first new ones are there. */
export const usePages = (source: GridSource): Shown => {
  const next = useMemo(() => createPages(source), [source])
  const [held, setHeld] = useState<PageStore | null>(null)
  const nextState = useSyncExternalStore(next.subscribe, next.getState)
  const store = nextState.status === 'ready' || held === null ? next : held
  const state = useCounted(useSyncExternalStore(store.subscribe, store.getState))

  useEffect(() => {
    next.want(0, 1)
    return () => next.close()
  }, [next])

  useEffect(() => {
    if (nextState.status === 'ready') setHeld(next)
  }, [next, nextState.status])

  return { store, state, coming: store === next ? null : nextState }
}
