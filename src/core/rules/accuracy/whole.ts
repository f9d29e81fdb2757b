import { all } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { type Observation, observe } from '../observation.ts'
import type { Rule, RuleContext, WholePart } from '../rule.ts'
import { compare, type Typed } from '../values.ts'
import type { Bounds } from './bounds.ts'
import { constantBeside } from './constant.ts'
import { judged, numbersOf, steady } from './numbers.ts'

const inside = (value: Typed, { min, max, minStrict, maxStrict }: Bounds): Expression =>
  all([
    ...(min === null ? [] : [compare(minStrict ? '>' : '>=', value, constantBeside(min, value.type))]),
    ...(max === null ? [] : [compare(maxStrict ? '<' : '<=', value, constantBeside(max, value.type))]),
  ])

/** Holds each observation against the same bounds. */
export const inBounds = (bounds: Bounds, observations: readonly Observation[]): WholePart =>
  observe(observations, observed => inside(observed, bounds))

/** A statistic of each column's numbers, steady from run to run. */
export const numberWhole = (
  rule: Rule & Bounds,
  context: RuleContext,
  measure: (value: Expression, summed: Expression) => Expression,
): WholePart | null => {
  const observations = rule.columns.flatMap((name, i): Observation[] => {
    const of = numbersOf(name, `columns.${i}`, context)
    if (of === null) return []
    return [
      {
        column: of.column.name,
        measure: measure(judged(of.value, context), judged(of.summed, context)),
        shown: found => ({ expression: steady(found), type: 'DOUBLE' }),
      },
    ]
  })
  return observations.length < rule.columns.length ? null : inBounds(rule, observations)
}
