import type { AnyRuleKind } from '../rule.ts'
import { contains, endsWith, startsWith } from './affix.ts'
import { ascii, noControlCharacters } from './characters.ts'
import { compareRule } from './compare.ts'
import { dateFormat } from './date-format.ts'
import { format } from './format.ts'
import { inSet } from './in-set.ts'
import { integer } from './integer.ts'
import { jsonSchema } from './json-schema.ts'
import { jsonValid } from './json-valid.ts'
import { length } from './length.ts'
import { letterCase } from './letter-case.ts'
import { like, notLike } from './like.ts'
import { multipleOf } from './multiple-of.ts'
import { noPii } from './no-pii.ts'
import { notInSet } from './not-in-set.ts'
import { notPattern } from './not-pattern.ts'
import { pattern } from './pattern.ts'
import { precision } from './precision.ts'
import { range } from './range.ts'
import { trimmed } from './trimmed.ts'
import { type } from './type.ts'

/** Rules of validity, in the order in which they are offered. */
export const validity: readonly AnyRuleKind[] = [
  type,
  inSet,
  notInSet,
  range,
  compareRule,
  length,
  pattern,
  notPattern,
  like,
  notLike,
  startsWith,
  endsWith,
  contains,
  format,
  dateFormat,
  jsonValid,
  jsonSchema,
  letterCase,
  trimmed,
  ascii,
  noControlCharacters,
  precision,
  multipleOf,
  integer,
  noPii,
]
