import { useEffect, useState, useSyncExternalStore } from 'react'
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
  const [stores, setStores] = useState(() => {
    const first = createPages(source)
    return { shown: first, next: first }
  })
  const { shown, next } = stores

  if (next.source !== source) {
    const store = createPages(source)
    const keeps = shown.getState().status === 'ready'
    setStores({ shown: keeps ? shown : store, next: store })
  }

  useEffect(() => {
    next.want(0, 1)
    return () => next.close()
  }, [next])

  useEffect(() => {
    const swap = () => {
      if (shown !== next && next.getState().status === 'ready') setStores({ shown: next, next })
    }
    swap()
    return next.subscribe(swap)
  }, [shown, next])

  const state = useSyncExternalStore(shown.subscribe, shown.getState)
  const coming = useSyncExternalStore(next.subscribe, next.getState)
  return { store: shown, state, coming: shown === next ? null : coming }
}
