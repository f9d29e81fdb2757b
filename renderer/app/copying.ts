import { createStore } from 'zustand/vanilla'

export type CopyAnswer = 'copy' | 'choose' | null

/** Files that only a copy of can be read, until a person says what is to be done. */
export interface CopyRequest {
  readonly title: string
  /** Why they are to be kept. */
  readonly about: string
  readonly files: readonly { readonly name: string; readonly size: number }[]
  /** Where the copies would lie. */
  readonly folder: string
  /** Whether the file may as well be chosen where it lies. */
  readonly choice: boolean
  readonly resolve: (answer: CopyAnswer) => void
}

export const copying = createStore<{ readonly request: CopyRequest | null }>()(() => ({ request: null }))

/** Asks before anything is written. */
export const askToCopy = (request: Omit<CopyRequest, 'resolve'>): Promise<CopyAnswer> =>
  new Promise(resolve => {
    copying.getState().request?.resolve(null)
    const settle = (answer: CopyAnswer) => {
      copying.setState({ request: null })
      resolve(answer)
    }
    copying.setState({ request: { ...request, resolve: settle } })
  })
