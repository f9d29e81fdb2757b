import type { AnyRuleKind } from '../rule.ts'
import { dateOrder } from './date-order.ts'
import { decreasing } from './decreasing.ts'
import { expression } from './expression.ts'
import { functionalDependency } from './functional-dependency.ts'
import { increasing } from './increasing.ts'
import { notReference } from './not-reference.ts'
import { pairEqual } from './pair-equal.ts'
import { pairGreater } from './pair-greater.ts'
import { reference } from './reference.ts'

/** Rules of consistency, in the order in which they are offered. */
export const consistency: readonly AnyRuleKind[] = [
  reference,
  notReference,
  expression,
  pairEqual,
  pairGreater,
  dateOrder,
  functionalDependency,
  increasing,
  decreasing,
]
