import type { Column } from '#core/relation/relation.ts'

/** What a text is about: offered by completion. */
export interface CodeContext {
  readonly columns: readonly Column[]
  /** Columns of named inputs: `left.a`, or the tables of a query. */
  readonly tables?: Readonly<Record<string, readonly Column[]>>
  readonly params: readonly string[]
}

/** A fault in the text, in UTF-16 units. */
export interface CodeProblem {
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly range?: { readonly start: number; readonly end: number }
}
