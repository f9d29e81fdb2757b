import { all, call, cast, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { WholePart } from './rule.ts'
import type { Typed } from './values.ts'

/** What is summed up of one column. */
export interface Observation {
  readonly column: string
  readonly measure: Expression
  /** What is shown and judged, of the measure. */
  shown(measure: Expression): Typed
}

const together = (observations: readonly Observation[], shown: readonly Typed[]): Expression => {
  if (shown.length === 1) return shown[0]!.expression
  const oneType = shown.every(each => each.type === shown[0]!.type)
  const values = shown.map(each => (oneType ? each.expression : cast(each.expression, 'VARCHAR')))
  return call('map', op('list', ...observations.map(each => literal(each.column))), op('list', ...values))
}

/** Judges each column's observation alike, null where there is none; of several columns, what was observed is told by column. */
export const observe = (observations: readonly Observation[], holds: (observed: Typed) => Expression): WholePart => ({
  rows: null,
  measures: observations.map(each => each.measure),
  verdict: measures => {
    const shown = observations.map((each, i) => each.shown(measures[i]!))
    return { observed: together(observations, shown), holds: all(shown.map(holds)) }
  },
})
