import { z } from '../node/settings.ts'
import { expression } from './expression.ts'
import { format } from './format.ts'
import { inSet } from './in-set.ts'
import { length } from './length.ts'
import { notNull } from './not-null.ts'
import { pattern } from './pattern.ts'
import { range } from './range.ts'
import { reference } from './reference.ts'
import type { RuleKind } from './rule.ts'
import { type } from './type.ts'
import { unique } from './unique.ts'

const list = [notNull, unique, range, inSet, pattern, format, type, length, expression, reference] as const

/** The rule kinds by name, in the order in which they are offered. */
export const ruleKinds: ReadonlyMap<string, RuleKind> = new Map(list.map(kind => [kind.kind, kind as RuleKind]))

/** One rule of any kind, told apart by its `kind`. */
export const anyRule = z.discriminatedUnion('kind', [
  notNull.settings,
  unique.settings,
  range.settings,
  inSet.settings,
  pattern.settings,
  format.settings,
  type.settings,
  length.settings,
  expression.settings,
  reference.settings,
])

/** A rule of any kind, as the validator's settings hold it. */
export type AnyRule = z.output<typeof anyRule>
