import { field, type z } from '../../node/settings.ts'
import { all, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { RuleContext } from '../rule.ts'

interface Bounds {
  readonly min: number | null
  readonly max: number | null
}

/** Two settings that bound what is observed of the whole. */
export const boundsOf = (what: string, bound: z.ZodNumber) => ({
  min: field(bound.nullable().default(null), { label: 'At least', help: `Fewest ${what}.`, widget: 'number' }),
  max: field(bound.nullable().default(null), { label: 'At most', help: `Most ${what}.`, widget: 'number' }),
})

/** The bounds in words. */
export const betweenWords = ({ min, max }: Bounds, show: (bound: number) => string = String): string => {
  if (min !== null && min === max) return `exactly ${show(min)}`
  const sides = [min === null ? null : `at least ${show(min)}`, max === null ? null : `at most ${show(max)}`]
  return sides.filter(side => side !== null).join(' and ')
}

/** Whether a value lies between the bounds. */
export const isBetween = (value: Expression, { min, max }: Bounds): Expression =>
  all([
    ...(min === null ? [] : [op('>=', value, literal(min))]),
    ...(max === null ? [] : [op('<=', value, literal(max))]),
  ])

/** Whether there is a bound at all; reports where there is none. */
export const hasBounds = ({ min, max }: Bounds, context: RuleContext): boolean => {
  if (min !== null || max !== null) return true
  context.report({
    code: 'E-SETTING',
    severity: 'error',
    setting: 'min',
    message: 'The rule has neither a lower nor an upper bound.',
    hint: 'set `min`, `max` or both',
  })
  return false
}
