import type { AnyRuleKind } from '../rule.ts'
import { columns } from './columns.ts'

/** Rules of schema, in the order in which they are offered. */
export const schema: readonly AnyRuleKind[] = [columns]
