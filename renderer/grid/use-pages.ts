import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { createPages, type GridState, type PageStore } from './page-store.ts'
import type { GridSource } from './types.ts'

interface Shown {
  readonly store: PageStore
  readonly state: GridState
  /** The store that new rows come into, where they are not the shown ones yet. */
  readonly coming: GridState | null
}

/** Pages of a source. When only sort, filter or settings change, the old rows stand until the first new ones are there. */
export const usePages = (source: GridSource): Shown => {
  const next = useMemo(() => createPages(source), [source])
  const [held, setHeld] = useState<PageStore | null>(null)
  const nextState = useSyncExternalStore(next.subscribe, next.getState)
  const store = nextState.status === 'ready' || held === null ? next : held
  const state = useSyncExternalStore(store.subscribe, store.getState)

  useEffect(() => {
    next.want(0, 1)
    return () => next.close()
  }, [next])

  useEffect(() => {
    if (nextState.status === 'ready') setHeld(next)
  }, [next, nextState.status])

  return { store, state, coming: store === next ? null : nextState }
}
