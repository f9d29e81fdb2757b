import { aggregate, aggregateCall, any, column, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { NamedExpression, Relation } from '#core/relation/relation.ts'
import { slotColumns, slotsOf } from '#core/relation/slots.ts'

export const countAll: Expression = aggregateCall('count', [literal(1)])

export const countWhere = (predicate: Expression): Expression =>
  aggregateCall('count', [literal(1)], { where: predicate })

/** True of a row with a flag in any slot, or in any of the first ones. */
export const isFlagged = (relation: Relation, first = Number.POSITIVE_INFINITY): Expression =>
  any(
    slotsOf(relation)
      .slice(0, first)
      .map((_, index) => op('<>', column(slotColumns(index).flags), literal(0))),
  )

/** One row of counts over a relation, by name; hidden columns may be named in the conditions. */
export const countsOver = (relation: Relation, counts: Readonly<Record<string, Expression>>): Relation => {
  const measures: NamedExpression[] = Object.entries(counts).map(([name, expression]) => ({ name, expression }))
  return aggregate(relation, [], measures)
}
