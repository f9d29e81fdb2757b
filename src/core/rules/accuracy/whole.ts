import { all, call, cast, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Rule, RuleContext, WholePart } from '../rule.ts'
import { compare, type Typed } from '../values.ts'
import type { Bounds } from './bounds.ts'
import { constantBeside } from './constant.ts'
import { judged, type Numbers, numbersOf, steady } from './numbers.ts'

/** What is summed up of one column, and how it is told from its bounds. */
export interface Observation {
  readonly column: string
  readonly measure: Expression
  /** What is shown, of the measure. */
  shown(measure: Expression): Typed
}

const inside = (value: Typed, { min, max, minStrict, maxStrict }: Bounds): Expression =>
  all([
    ...(min === null ? [] : [compare(minStrict ? '>' : '>=', value, constantBeside(min, value.type))]),
    ...(max === null ? [] : [compare(maxStrict ? '<' : '<=', value, constantBeside(max, value.type))]),
  ])

const together = (observations: readonly Observation[], shown: readonly Typed[]): Expression => {
  if (shown.length === 1) return shown[0]!.expression
  const oneType = shown.every(each => each.type === shown[0]!.type)
  const values = shown.map(each => (oneType ? each.expression : cast(each.expression, 'VARCHAR')))
  return call('map', op('list', ...observations.map(each => literal(each.column))), op('list', ...values))
}

/** Holds each observation against the same bounds; of several columns, what was observed is told by column. */
export const wholeOf = (bounds: Bounds, observations: readonly Observation[]): WholePart => ({
  rows: null,
  measures: observations.map(each => each.measure),
  verdict: measures => {
    const shown = observations.map((each, i) => each.shown(measures[i]!))
    return { observed: together(observations, shown), holds: all(shown.map(each => inside(each, bounds))) }
  },
})

/** A statistic of each column's numbers, steady from run to run. */
export const numberWhole = (
  rule: Rule & Bounds,
  context: RuleContext,
  measure: (value: Expression, of: Numbers) => Expression,
): WholePart | null => {
  const observations = rule.columns.flatMap((name, i): Observation[] => {
    const of = numbersOf(name, `columns.${i}`, context)
    if (of === null) return []
    const summed = measure(judged(of.value, context), of)
    return [
      { column: of.column.name, measure: summed, shown: found => ({ expression: steady(found), type: 'DOUBLE' }) },
    ]
  })
  return observations.length < rule.columns.length ? null : wholeOf(rule, observations)
}
