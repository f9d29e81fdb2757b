import { createStore } from 'zustand/vanilla'
import type { PickKind } from '../store/files.ts'

/** A file asked for, until it is chosen or not. */
export interface PickRequest {
  readonly kind: PickKind
  readonly current: string | null
  readonly resolve: (path: string | null) => void
}

export const picking = createStore<{ readonly request: PickRequest | null }>()(() => ({ request: null }))

/** Asks for a file, by the host's own dialog or by the editor's browser of files; null if cancelled. */
export const pickFile = (kind: PickKind, current: string | null = null): Promise<string | null> =>
  new Promise(resolve => {
    picking.getState().request?.resolve(null)
    const settle = (path: string | null) => {
      picking.setState({ request: null })
      resolve(path)
    }
    picking.setState({ request: { kind, current, resolve: settle } })
  })
