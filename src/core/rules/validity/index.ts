import type { AnyRuleKind } from '../rule.ts'
import { contains, endsWith, startsWith } from './affix.ts'
import { format } from './format.ts'
import { inSet } from './in-set.ts'
import { length } from './length.ts'
import { like, notLike } from './like.ts'
import { notInSet } from './not-in-set.ts'
import { notPattern } from './not-pattern.ts'
import { pattern } from './pattern.ts'
import { range } from './range.ts'
import { type } from './type.ts'

/** Rules of validity, in the order in which they are offered. */
export const validity: readonly AnyRuleKind[] = [
  type,
  inSet,
  notInSet,
  range,
  length,
  pattern,
  notPattern,
  like,
  notLike,
  startsWith,
  endsWith,
  contains,
  format,
]
