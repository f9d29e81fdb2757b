import type { AnyRuleKind } from '../rule.ts'
import { unique } from './unique.ts'

/** Rules of uniqueness, in the order in which they are offered. */
export const uniqueness: readonly AnyRuleKind[] = [unique]
