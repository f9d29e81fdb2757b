import type { AnyRuleKind } from '../rule.ts'
import { allOrNone } from './all-or-none.ts'
import { atLeastOneOf } from './at-least-one-of.ts'
import { blankRow } from './blank-row.ts'
import { completenessShare } from './completeness.ts'
import { notBlank } from './not-blank.ts'
import { notMissingToken } from './not-missing-token.ts'
import { notNull } from './not-null.ts'
import { isNull } from './null.ts'
import { requiredIf } from './required-if.ts'
import { requiredValues } from './required-values.ts'

/** Rules of completeness, in the order in which they are offered. */
export const completeness: readonly AnyRuleKind[] = [
  notNull,
  isNull,
  notBlank,
  notMissingToken,
  requiredIf,
  allOrNone,
  atLeastOneOf,
  blankRow,
  completenessShare,
  requiredValues,
]
