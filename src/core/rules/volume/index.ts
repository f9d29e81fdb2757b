import type { AnyRuleKind } from '../rule.ts'

/** Rules of volume, in the order in which they are offered. */
export const volume: readonly AnyRuleKind[] = []
