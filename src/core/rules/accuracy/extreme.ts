import { aggregateCall, all, call, column, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Observation } from '../observation.ts'
import type { Rule, RuleContext, WholePart } from '../rule.ts'
import type { Bounds } from './bounds.ts'
import { inBounds } from './whole.ts'

const isNumber = (cell: Expression, type: string): Expression[] =>
  /^(FLOAT|DOUBLE)$/.test(type) ? [op('not', call('isnan', cell))] : []

/** The smallest or largest value of each column, in its own type's order; NaN, which sorts above all numbers, is left out. */
export const extremeWhole = (rule: Rule & Bounds, context: RuleContext, name: 'min' | 'max'): WholePart | null => {
  const observations = rule.columns.flatMap((each, i): Observation[] => {
    const of = context.column(each, `columns.${i}`)
    if (of === null) return []
    const cell = column(of.name)
    const asked = [...(context.applies === null ? [] : [context.applies]), ...isNumber(cell, of.type)]
    return [
      {
        column: of.name,
        measure: aggregateCall(name, [cell], asked.length === 0 ? {} : { where: all(asked) }),
        shown: expression => ({ expression, type: of.type }),
      },
    ]
  })
  return observations.length < rule.columns.length ? null : inBounds(rule, observations)
}
