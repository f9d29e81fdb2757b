import type { AnyRuleKind } from '../rule.ts'
import { distinctCount } from './distinct-count.ts'
import { duplicateRow } from './duplicate-row.ts'
import { notConstant } from './not-constant.ts'
import { primaryKey } from './primary-key.ts'
import { unique } from './unique.ts'
import { uniqueWithinRow } from './unique-within-row.ts'
import { uniquenessShare } from './uniqueness-share.ts'

/** Rules of uniqueness, in the order in which they are offered. */
export const uniqueness: readonly AnyRuleKind[] = [
  unique,
  primaryKey,
  duplicateRow,
  uniqueWithinRow,
  distinctCount,
  uniquenessShare,
  notConstant,
]
