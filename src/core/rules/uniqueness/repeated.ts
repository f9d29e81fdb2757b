import { aggregate, aggregateCall, column, keep, literal, op, where } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column, Relation } from '../../relation/relation.ts'
import type { RuleContext } from '../rule.ts'
import { amongKeys, evaluated, namesOf } from '../sets.ts'

/** Those values of some columns that occur in more than one of the rows, once each. */
export const repeatedIn = (rows: Relation, names: readonly string[]): Relation => {
  const counted = { name: '__weir_count', expression: aggregateCall('count', [literal(1)]) }
  return where(aggregate(rows, keep(names), [counted]), op('>', column('__weir_count'), literal(1)))
}

/** True of a row whose keys another row has, too. A semi-join on the keys that occur twice: quicker than a window, and leaner. */
export const isRepeated = (keys: readonly Column[], context: RuleContext): Expression => {
  const names = namesOf(keys)
  return context.across(amongKeys(names, repeatedIn(where(context.rows, evaluated(context, keys)), names)))
}
