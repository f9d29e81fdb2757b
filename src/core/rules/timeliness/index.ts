import type { AnyRuleKind } from '../rule.ts'

/** Rules of timeliness, in the order in which they are offered. */
export const timeliness: readonly AnyRuleKind[] = []
