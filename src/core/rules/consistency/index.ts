import type { AnyRuleKind } from '../rule.ts'
import { dateOrder } from './date-order.ts'
import { decreasing } from './decreasing.ts'
import { expression } from './expression.ts'
import { failingRows } from './failing-rows.ts'
import { functionalDependency } from './functional-dependency.ts'
import { groupTotal } from './group-total.ts'
import { increasing } from './increasing.ts'
import { matches } from './matches.ts'
import { noGaps } from './no-gaps.ts'
import { notReference } from './not-reference.ts'
import { pairEqual } from './pair-equal.ts'
import { pairGreater } from './pair-greater.ts'
import { pairInSet } from './pair-in-set.ts'
import { rangesDisjoint } from './ranges-disjoint.ts'
import { reference } from './reference.ts'
import { sumEquals } from './sum-equals.ts'

/** Rules of consistency, in the order in which they are offered. */
export const consistency: readonly AnyRuleKind[] = [
  reference,
  notReference,
  expression,
  failingRows,
  pairEqual,
  pairGreater,
  pairInSet,
  sumEquals,
  dateOrder,
  functionalDependency,
  increasing,
  decreasing,
  noGaps,
  rangesDisjoint,
  groupTotal,
  matches,
]
