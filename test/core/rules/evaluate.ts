import type { z } from '#core/node/settings.ts'
import type { notNull } from '#core/rules/completeness/not-null.ts'
import type { expression } from '#core/rules/consistency/expression.ts'
import type { reference } from '#core/rules/consistency/reference.ts'
import type { unique } from '#core/rules/uniqueness/unique.ts'
import type { inSet } from '#core/rules/validity/in-set.ts'
import type { length } from '#core/rules/validity/length.ts'
import type { pattern } from '#core/rules/validity/pattern.ts'
import type { range } from '#core/rules/validity/range.ts'

type Settings<K extends { readonly settings: z.ZodType }> = z.output<K['settings']>

/** The rules that are evaluated here by hand. */
export type TestRule =
  | Settings<typeof notNull>
  | Settings<typeof unique>
  | Settings<typeof range>
  | Settings<typeof inSet>
  | Settings<typeof pattern>
  | Settings<typeof length>
  | Settings<typeof expression>
  | Settings<typeof reference>

export interface Row {
  readonly n: number | null
  readonly m: number | null
  readonly t: string | null
}

/** How one judgement of a row comes out. */
export type Verdict = 'good' | 'bad' | 'skipped' | 'failed'

const numeric = (text: string): number | null => (/^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : null)

/** `cast(t AS INTEGER) > 0`, the one text of the tests that may fail. */
const text = (row: Row): boolean | null | 'failed' => {
  if (row.t === null) return null
  const number = numeric(row.t)
  return number === null ? 'failed' : Math.round(number) > 0
}

const asNumber = (cell: number | string): number | null => (typeof cell === 'number' ? cell : numeric(cell))

/** A text beside a number is compared as a number where it is one, else both as texts. */
const order = (a: number | string, b: number | string): number => {
  const [left, right] = [asNumber(a), asNumber(b)]
  if (left !== null && right !== null) return Math.sign(left - right)
  return String(a) < String(b) ? -1 : String(a) === String(b) ? 0 : 1
}

const beyond = (cell: number | string, limit: number | string, sign: 1 | -1, strict: boolean): boolean =>
  order(cell, limit) * sign > 0 || (strict && order(cell, limit) === 0)

const oneColumn = (rule: TestRule, row: Row, name: keyof Row): boolean | null => {
  const cell = row[name]
  if (rule.kind === 'not_null') return cell !== null
  if (cell === null) return null
  switch (rule.kind) {
    case 'range': {
      const limitOf = (bound: typeof rule.min) =>
        typeof bound === 'object' && bound !== null && 'column' in bound
          ? row[bound.column as 'm']
          : (bound as number | null)
      const [min, max] = [limitOf(rule.min), limitOf(rule.max)]
      return !(
        (min !== null && beyond(cell, min, -1, rule.minStrict)) ||
        (max !== null && beyond(cell, max, 1, rule.maxStrict))
      )
    }
    case 'in_set':
      return rule.values.some(value => {
        if (value === null) return false
        if (typeof value === 'number') return asNumber(cell) === value
        return typeof cell === 'number' ? numeric(String(value)) === cell : cell === value
      })
    case 'length':
      return [...String(cell)].length >= (rule.min ?? 0) && [...String(cell)].length <= (rule.max ?? Infinity)
    case 'pattern':
      return new RegExp(rule.whole ? `^(?:${rule.patterns[0]})$` : rule.patterns[0]!).test(String(cell))
    default:
      throw new Error(rule.kind)
  }
}

const conclude = (rule: TestRule, good: boolean | null | 'failed'): Verdict => {
  if (good === 'failed') return 'failed'
  if (good !== null) return good ? 'good' : 'bad'
  return rule.nulls === 'skip' ? 'skipped' : rule.nulls === 'pass' ? 'good' : 'bad'
}

const applies = (rule: TestRule, row: Row): boolean | 'failed' => {
  if (rule.when === null) return true
  const met = text(row)
  return met === 'failed' ? met : met === true
}

const together = (rule: TestRule, row: Row, rows: readonly Row[], known: readonly Row[]): boolean | null | 'failed' => {
  if (rule.kind === 'expression') return text(row)
  const key = (of: Row) => rule.columns.map(name => of[name as keyof Row])
  if (key(row).includes(null)) return null
  const same = (others: readonly Row[]) =>
    others.filter(other => JSON.stringify(key(other)) === JSON.stringify(key(row)))
  return rule.kind === 'unique'
    ? same(rows.filter(other => applies(rule, other) === true)).length === 1
    : same(known).length > 0
}

/** A rule judged row by row in plain words: one verdict per bit, the check on what the database says. */
export const verdicts = (rule: TestRule, row: Row, rows: readonly Row[], known: readonly Row[]): readonly Verdict[] => {
  const compound = ['unique', 'reference', 'expression'].includes(rule.kind)
  const met = applies(rule, row)
  const judgements = compound
    ? [() => together(rule, row, rows, known)]
    : rule.columns.map(name => () => oneColumn(rule, row, name as keyof Row))
  return judgements.map(judge => (met === 'failed' ? 'failed' : met ? conclude(rule, judge()) : 'skipped'))
}
