import { fieldMeta, z } from '../node/settings.ts'
import type { RuleFace } from './rule.ts'

/** A rule as a flow holds it, half-written ones too. */
export interface LooseRule {
  readonly id: string
  readonly kind: string
  readonly [key: string]: unknown
}

/** The settings of a kind by name, in their order. */
const shapeOf = (kind: RuleFace): readonly (readonly [string, z.ZodType])[] =>
  kind.settings instanceof z.ZodObject ? Object.entries(kind.settings.shape as Record<string, z.ZodType>) : []

const required = (schema: z.ZodType): boolean => !schema.safeParse(undefined).success

/** What a setting without a default stands at before anybody has filled it in. */
const empty = (schema: z.ZodType): unknown => {
  if (schema instanceof z.ZodArray)
    return fieldMeta(schema)?.widget === 'textList' && !schema.safeParse([]).success ? [''] : []
  if (schema instanceof z.ZodObject || schema instanceof z.ZodRecord) return {}
  if (schema instanceof z.ZodEnum) return schema.options[0]
  if (schema instanceof z.ZodBoolean) return false
  if (schema instanceof z.ZodNumber) return 0
  return ''
}

const common = new Set(['id', 'kind', 'columns'])

const ownStart = (kind: RuleFace): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(
    shapeOf(kind)
      .filter(([key, schema]) => !common.has(key) && required(schema))
      .map(([key, schema]) => [key, empty(schema)]),
  ),
  ...kind.initial,
})

/** An id that no other rule has, made of a stem: `range`, then `range_2`. */
export const freshRuleId = (taken: Iterable<string>, stem: string): string => {
  const ids = new Set(taken)
  const plain = stem.replace(/(?<=.)_\d+$/, '')
  if (!ids.has(plain)) return plain
  let count = 2
  while (ids.has(`${plain}_${count}`)) count++
  return `${plain}_${count}`
}

const stemOf = (kind: RuleFace, columns: readonly string[]): string => {
  const [column, ...more] = columns
  if (column === undefined || more.length > 0) return kind.kind
  return `${column
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')}_${kind.kind}`.replace(/^_+/, '')
}

const takesNone = (columns: z.ZodType): boolean => columns.safeParse([]).success

/** A new rule of a kind: its columns, unless it speaks of none, and for all else what the kind starts with. */
export const startingRule = (
  kind: RuleFace,
  columns: readonly string[] = [],
  taken: Iterable<string> = [],
): LooseRule => {
  const schema = shapeOf(kind).find(([key]) => key === 'columns')?.[1]
  const own = schema && takesNone(schema) && !schema.safeParse(columns).success ? [] : columns
  return {
    id: freshRuleId(taken, stemOf(kind, own)),
    kind: kind.kind,
    ...((schema && required(schema)) || own.length > 0 ? { columns: own } : {}),
    ...ownStart(kind),
  }
}

/** The setting that is to be filled in first: the columns, else the first of the kind's own. */
export const firstSetting = (kind: RuleFace, rule: LooseRule): string => {
  if (Array.isArray(rule.columns) && rule.columns.length === 0) return 'columns'
  return shapeOf(kind).find(([key]) => !common.has(key))?.[0] ?? 'columns'
}

/** The rule as one of another kind: what both kinds know stays, and an id that was made of the old kind follows. */
export const asKind = (rule: LooseRule, kind: RuleFace, taken: Iterable<string>): LooseRule => {
  const made = new RegExp(`^(.+_)?${rule.kind}(_\\d+)?$`).exec(rule.id)
  const others = [...taken].filter(id => id !== rule.id)
  const kept = Object.fromEntries(
    shapeOf(kind)
      .filter(([key, schema]) => key !== 'kind' && rule[key] !== undefined && schema.safeParse(rule[key]).success)
      .map(([key]) => [key, rule[key]]),
  )
  const columns = Array.isArray(rule.columns) ? (rule.columns as readonly string[]) : []
  const id = made ? freshRuleId(others, `${made[1] ?? ''}${kind.kind}`) : rule.id
  return { ...startingRule(kind, columns), ...kept, id, kind: kind.kind }
}
