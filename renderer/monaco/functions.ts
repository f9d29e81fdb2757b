import { functionList } from '#core/functions/list.ts'
import type { FunctionEntry } from '#core/functions/types.ts'

/** A function as completion offers it: one of its names, what stands between its parentheses, and what it gives. */
export interface OfferedFunction {
  readonly name: string
  readonly arguments: string
  readonly entry: FunctionEntry
}

const called = ({ name, signature }: FunctionEntry) => signature.toLowerCase().startsWith(`${name}(`)

const argumentsOf = ({ signature }: FunctionEntry) =>
  signature.slice(signature.indexOf('(') + 1, signature.lastIndexOf(')'))

const uses = ['formula', 'measure', 'window'] as const

/** Words of SQL that completion offers in an expression. */
export const keywords: readonly string[] = [
  'and',
  'or',
  'not',
  'is null',
  'is not null',
  'in',
  'between',
  'like',
  'ilike',
  'case',
  'when',
  'then',
  'else',
  'end',
  'cast',
  'try_cast',
  'as',
  'interval',
  'true',
  'false',
  'null',
  'date',
  'timestamp',
]

/** Words that a query has beside those of an expression. */
export const queryKeywords: readonly string[] = [
  'select',
  'from',
  'where',
  'group by',
  'having',
  'order by',
  'limit',
  'join',
  'left join',
  'using',
  'on',
  'with',
  'union all',
  'distinct',
  'over',
  'partition by',
  'qualify',
]

const words = new Set([...keywords, ...queryKeywords])

/** Every function by each of its names, main names first; those of whole columns behind those of values. */
export const functions: readonly OfferedFunction[] = [...functionList]
  .filter(entry => called(entry) && !words.has(entry.name))
  .sort((a, b) => uses.indexOf(a.use) - uses.indexOf(b.use))
  .flatMap((entry, i) =>
    [entry.name, ...entry.also].map((name, other) => ({
      name,
      arguments: argumentsOf(entry),
      entry,
      at: other > 0 ? 1e6 + i : i,
    })),
  )
  .sort((a, b) => a.at - b.at)

/** The function that a word names, however it is written. */
export const functionNamed = (word: string): FunctionEntry | null =>
  functions.find(({ name }) => name.toLowerCase() === word.toLowerCase())?.entry ?? null
