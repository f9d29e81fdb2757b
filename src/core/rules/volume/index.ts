import type { AnyRuleKind } from '../rule.ts'
import { columnCount } from './column-count.ts'
import { rowCount } from './row-count.ts'

/** Rules of volume, in the order in which they are offered. */
export const volume: readonly AnyRuleKind[] = [rowCount, columnCount]
