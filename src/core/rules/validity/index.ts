import type { AnyRuleKind } from '../rule.ts'
import { format } from './format.ts'
import { inSet } from './in-set.ts'
import { length } from './length.ts'
import { pattern } from './pattern.ts'
import { range } from './range.ts'
import { type } from './type.ts'

/** Rules of validity, in the order in which they are offered. */
export const validity: readonly AnyRuleKind[] = [range, inSet, pattern, format, type, length]
