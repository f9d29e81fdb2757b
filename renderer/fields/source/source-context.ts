import { createContext, useContext } from 'react'
import type { Problem } from '#core/problem.ts'
import type { Description } from '#core/source/description.ts'

/** What a source's panel may ask. */
export interface SourceContext {
  /** Null until it is there. */
  readonly description: Description | null
  readonly waiting: boolean
  /** Why nothing can be told of its files. */
  readonly problem: Problem | null
  readonly onFile: (file: number) => void
  /** Whether its first lines stand in the dock. */
  readonly linesShown: boolean
  readonly onLines: (shown: boolean) => void
}

export const SourceContext = createContext<SourceContext | null>(null)

export const useSourceFacts = (): SourceContext => {
  const source = useContext(SourceContext)
  if (!source) throw new Error('SourceContext is missing')
  return source
}
