import type { AnyRuleKind } from '../rule.ts'
import { expression } from './expression.ts'
import { reference } from './reference.ts'

/** Rules of consistency, in the order in which they are offered. */
export const consistency: readonly AnyRuleKind[] = [expression, reference]
