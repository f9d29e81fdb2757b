import { createStore } from 'zustand/vanilla'
import type { Edge } from '#core/flow/types.ts'
import type { End } from '../store/ports.ts'

/** A search for a node at a place on the screen; what is found is wired at once. */
export interface SearchRequest {
  readonly x: number
  readonly y: number
  readonly after?: End
  readonly before?: End
  readonly onEdge?: Edge
}

export const addSearch = createStore<{ readonly request: SearchRequest | null }>()(() => ({ request: null }))

export const openSearch = (request: SearchRequest) => addSearch.setState({ request })

export const closeSearch = () => addSearch.setState({ request: null })
