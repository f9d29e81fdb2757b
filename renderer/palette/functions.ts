import { createStore } from 'zustand/vanilla'
import type { FunctionEntry } from '#core/functions/types.ts'

/** The functions that the search offers; none until they are asked for. */
export const knownFunctions = createStore<{ readonly list: readonly FunctionEntry[] }>()(() => ({ list: [] }))

let asked = false

/** Fetches the list of functions, once: it is no part of the first paint. */
export const fetchFunctions = async (): Promise<void> => {
  if (asked) return
  asked = true
  const { functionList } = await import('#core/functions/list.ts')
  knownFunctions.setState({ list: functionList })
}
