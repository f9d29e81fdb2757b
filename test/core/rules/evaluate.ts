import { judges, numeric, type Row, type TestRule, textOf } from './cells.ts'
import type { Verdict } from './judge.ts'

type Good = boolean | null | 'failed'

/** `cast(t AS INTEGER) > 0`, the one text of the tests that may fail. */
const typed = (row: Row): Good => {
  if (row.t === null) return null
  const number = numeric(row.t)
  return number === null ? 'failed' : Math.round(number) > 0
}

const isBlank = (cell: Row[keyof Row]): boolean => cell === null || (typeof cell === 'string' && cell.trim() === '')

const cellsOf = (rule: TestRule, row: Row) => rule.columns.map(name => row[name as keyof Row])

const sameKeys = (rule: TestRule, row: Row, others: readonly Row[]): number =>
  others.filter(other => JSON.stringify(cellsOf(rule, other)) === JSON.stringify(cellsOf(rule, row))).length

/** Kinds that judge their columns together. */
const together: Readonly<
  Record<string, (rule: TestRule, row: Row, rows: readonly Row[], known: readonly Row[]) => Good>
> = {
  expression: (_, row) => typed(row),
  all_or_none: (rule, row) => new Set(cellsOf(rule, row).map(cell => cell === null)).size === 1,
  at_least_one_of: (rule, row) => cellsOf(rule, row).some(cell => cell !== null),
  blank_row: (rule, row) => !cellsOf(rule, row).every(isBlank),
  unique: (rule, row, rows) =>
    cellsOf(rule, row).includes(null)
      ? null
      : sameKeys(
          rule,
          row,
          rows.filter(each => applies(rule, each) === true),
        ) === 1,
  reference: (rule, row, _, known) => (cellsOf(rule, row).includes(null) ? null : sameKeys(rule, row, known) > 0),
}

/** Kinds of which a null is good or bad by itself. */
const ofNull: Readonly<Record<string, boolean>> = {
  not_null: false,
  null: true,
  not_blank: false,
  not_missing_token: false,
}

const requiredIf = (row: Row, name: string): Good => {
  const condition = typed(row)
  return condition === true ? row[name as keyof Row] !== null : condition === 'failed' ? 'failed' : null
}

const oneColumn = (rule: TestRule, row: Row, name: string): Good => {
  if (rule.kind === 'required_if') return requiredIf(row, name)
  const cell = row[name as keyof Row]
  if (cell === null) return ofNull[rule.kind] ?? null
  return judges[rule.kind]!(rule, textOf(cell, name), cell, row, name)
}

const conclude = (rule: TestRule, good: Good): Verdict => {
  if (good === 'failed') return 'failed'
  if (good !== null) return good ? 'good' : 'bad'
  const allowed = rule.kind === 'required_if' || (rule.kind === 'in_set' && rule.values.includes(null))
  return rule.nulls === 'skip' ? 'skipped' : rule.nulls === 'pass' || allowed ? 'good' : 'bad'
}

const applies = (rule: TestRule, row: Row): boolean | 'failed' => {
  if (rule.when === null) return true
  const met = typed(row)
  return met === 'failed' ? met : met === true
}

/** A rule judged row by row in plain words: one verdict per bit, the check on what the database says. */
export const verdicts = (rule: TestRule, row: Row, rows: readonly Row[], known: readonly Row[]): readonly Verdict[] => {
  const met = applies(rule, row)
  const asOne = together[rule.kind]
  const judgements = asOne
    ? [() => asOne(rule, row, rows, known)]
    : rule.columns.map(name => () => oneColumn(rule, row, name))
  return judgements.map(judge => (met === 'failed' ? 'failed' : met ? conclude(rule, judge()) : 'skipped'))
}
