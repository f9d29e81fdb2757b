import { z } from '../../node/settings.ts'
import { column, literal, op } from '../../relation/build.ts'
import type { Column } from '../../relation/relation.ts'
import type { Attempt, RuleContext, RuleText } from '../rule.ts'
import { compare, familyOf, numberLiteral, ofColumn, type Typed, typeOfNumber } from '../values.ts'

const someBound = z.union([
  z.number(),
  z.string(),
  z.strictObject({ column: z.string() }),
  z.strictObject({ expression: z.string().min(1) }),
])

/** What a value is held against: a constant, a column of the same row, or an expression. */
export type Bound = z.output<typeof someBound>

/** A bound that may be left out. */
export const bound = someBound.nullable().default(null)

const constant = (value: number | string, beside: Column): Typed => {
  const number = typeof value === 'number' || familyOf(beside.type) === 'number' ? numberLiteral(value) : null
  if (number === null) return { expression: literal(value), type: 'VARCHAR' }
  return { expression: number, type: typeOfNumber(value) }
}

export type Sign = '<' | '<=' | '>' | '>=' | '='

/** Whether a column stands so to a bound, null where either is; null after reporting that the bound is not there. */
export const standsTo = (
  of: Column,
  sign: Sign,
  limit: Bound,
  setting: string,
  context: RuleContext,
): Attempt | null => {
  if (typeof limit !== 'object') return { value: compare(sign, ofColumn(of), constant(limit, of)), failed: null }
  if ('column' in limit) {
    const other = context.column(limit.column, `${setting}.column`)
    return other && { value: compare(sign, ofColumn(of), ofColumn(other)), failed: null }
  }
  const text = context.text(`${setting}.expression`)
  return text && context.attempt(op(sign, column(of.name), text), [text])
}

/** A bound in a sentence. */
export const shownBound = (limit: Bound): string =>
  typeof limit !== 'object' ? String(limit) : 'column' in limit ? limit.column : limit.expression

/** The typed text of a bound. */
export const boundText = (setting: string, limit: Bound | null): readonly RuleText[] =>
  typeof limit === 'object' && limit !== null && 'expression' in limit
    ? [{ setting: `${setting}.expression`, text: limit.expression }]
    : []
