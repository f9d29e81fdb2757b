import * as zod from 'zod'
import { accuracy } from './accuracy/index.ts'
import { completeness } from './completeness/index.ts'
import { consistency } from './consistency/index.ts'
import type { AnyRuleKind, Rule, RuleFace } from './rule.ts'
import { schema } from './schema/index.ts'
import { timeliness } from './timeliness/index.ts'
import { uniqueness } from './uniqueness/index.ts'
import { validity } from './validity/index.ts'
import { volume } from './volume/index.ts'

const list = [
  ...completeness,
  ...validity,
  ...uniqueness,
  ...consistency,
  ...accuracy,
  ...timeliness,
  ...volume,
  ...schema,
]

/** The rule kinds by name, in the order in which they are offered. */
export const ruleKinds: ReadonlyMap<string, AnyRuleKind> = new Map(list.map(kind => [kind.kind, kind]))

/** The same, as the editor knows them. */
export const ruleFaces: ReadonlyMap<string, RuleFace> = ruleKinds

type Option = zod.core.$ZodTypeDiscriminable & zod.ZodType<Rule>

/** One rule of any kind, told apart by its `kind`. */
export const anyRule = zod.discriminatedUnion(
  'kind',
  list.map(kind => kind.settings) as unknown as [Option, ...Option[]],
)

/** A rule of any kind, as the validator's settings hold it: the common keys, and the kind's own beside them. */
export type AnyRule = Rule
