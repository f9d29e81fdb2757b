import type { AnyRuleKind } from '../rule.ts'
import { notNull } from './not-null.ts'

/** Rules of completeness, in the order in which they are offered. */
export const completeness: readonly AnyRuleKind[] = [notNull]
