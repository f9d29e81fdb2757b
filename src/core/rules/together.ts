import { field, z } from '../node/settings.ts'
import { all, any, column, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Column } from '../relation/relation.ts'
import type { NullPolicy } from './rule.ts'
import { anyNull } from './values.ts'

/** Columns that are judged together. */
export const several = field(z.array(z.string()).min(2), {
  label: 'Columns',
  help: 'The columns that are judged together.',
  widget: 'columns',
})

/** Two columns that are judged together. */
export const pair = field(z.array(z.string()).length(2), {
  label: 'Columns',
  help: 'The two columns that are judged together.',
  widget: 'columns',
})

/** Each two of some, the earlier one first. */
export const pairsOf = <T>(items: readonly T[]): readonly (readonly [T, T])[] =>
  items.flatMap((first, i) => items.slice(i + 1).map(second => [first, second] as const))

/** Where too few columns hold a value to be held against each other; where nulls are to fail, one that is null. */
export const fewerThanTwo = (columns: readonly Column[], nulls: NullPolicy): Expression => {
  if (nulls === 'fail' || columns.length <= 2) return anyNull(columns)
  const two = pairsOf(columns).map(pairs => all(pairs.map(each => op('is_not_null', column(each.name)))))
  return op('not', any(two))
}
