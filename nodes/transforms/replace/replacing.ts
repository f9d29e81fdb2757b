import { newValues, type Pair } from '#core/node/pairs.ts'
import { call, cases, column, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column } from '#core/relation/relation.ts'
import { quotePattern } from '#core/rules/re2.ts'

/** What has to be the same, in the order in which the form offers it. */
export const matches = ['whole', 'part', 'pattern'] as const

export type Match = (typeof matches)[number]

const pattern = (text: Expression, from: string, to: string | null, ignoreCase: boolean): Expression => {
  const options = ignoreCase ? 'i' : 'c'
  if (to !== null)
    return call('regexp_replace', text, literal(from), literal(to), literal(`g${ignoreCase ? options : ''}`))
  const found = call('regexp_matches', text, literal(from), literal(options))
  return cases([{ when: op('not', found), result: text }])
}

/** What one pair makes of a text in which its first part may stand; null for the new one makes null of the whole text. */
const step = (text: Expression, [from, to]: Pair, match: Match, ignoreCase: boolean): Expression => {
  const [old, next] = [String(from), to === null ? null : String(to)]
  if (match === 'pattern') return pattern(text, old, next, ignoreCase)
  if (ignoreCase) return pattern(text, quotePattern(old), next?.replaceAll('\\', '\\\\') ?? null, true)
  if (next !== null) return call('replace', text, literal(old), literal(next))
  return cases([{ when: op('not', call('contains', text, literal(old))), result: text }])
}

/** A column's text after all pairs, one after the other. */
export const inParts = (of: Column, pairs: readonly Pair[], match: Match, ignoreCase: boolean): Expression =>
  pairs.reduce((text: Expression, pair) => step(text, pair, match, ignoreCase), column(of.name))

/** The new value of a whole one, by its place among the old ones. */
export const ofPlace = (of: Column, pairs: readonly Pair[], place: Expression): Expression =>
  cases(
    [{ when: op('is_not_null', place), result: call('list_extract', newValues(pairs, of.type), place) }],
    column(of.name),
  )
