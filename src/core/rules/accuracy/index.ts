import type { AnyRuleKind } from '../rule.ts'

/** Rules of accuracy, in the order in which they are offered. */
export const accuracy: readonly AnyRuleKind[] = []
