import { ruleKinds } from '#core/rules/index.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { judgements, outcomes } from '#test/core/rules/outcomes.ts'
import type { GxCase } from './cases.ts'
import type { Mapped } from './mapping.ts'

interface Outcome {
  readonly success: boolean
  /** Numbers of the rows that are flagged, from 0. */
  readonly rows: readonly number[]
}

type Rule = Mapped['rules'][number]

const outcomeOf = async (session: Session, rule: Rule, of: GxCase): Promise<Outcome> => {
  const question = { rules: [rule], table: of.table, inputs: of.others }
  if (ruleKinds.get(rule.kind)?.flags === 'whole') {
    const [[, holds] = []] = await outcomes(session, question)
    return { success: holds !== false, rows: [] }
  }
  const letters = await judgements(session, question)
  const rows = of.table.rows.map((_, row) => letters.map(each => each[row]))
  const isBad = (judged: (typeof rows)[number]) => judged.includes('X') || judged.includes('!')
  const evaluated = rows.filter(judged => judged.some(letter => letter !== '-')).length
  const failed = rows.flatMap((judged, row) => (isBad(judged) ? [row] : []))
  const mostly = (rule.mostly ?? 1) as number
  return { success: evaluated - failed.length >= mostly * evaluated, rows: failed }
}

const together = (all: readonly Outcome[], { hold }: Mapped): Outcome => {
  const holds = (outcome: Outcome) => outcome.success
  const rows = [...new Set(all.flatMap(each => each.rows))].toSorted((a, b) => a - b)
  if (hold === 'all') return { success: all.every(holds), rows }
  return { success: all.some(holds), rows: rows.filter(row => all.every(each => each.rows.includes(row))) }
}

/** What the rules of a case say of its dataset. */
export const judge = async (session: Session, mapped: Mapped, of: GxCase): Promise<Outcome> => {
  const all: Outcome[] = []
  for (const rule of mapped.rules) all.push(await outcomeOf(session, rule, of))
  return together(all, mapped)
}

const sorted = (values: readonly unknown[]) => values.map(value => JSON.stringify(value)).toSorted()

/** The rows as `unexpected_list` shows them: a value, a pair, or values by column. */
const shown = (rows: readonly number[], { given, data }: GxCase): readonly unknown[] => {
  const cell = (name: unknown, row: number) => data[name as string]?.[row] ?? null
  if (given.column_A !== undefined) return rows.map(row => [cell(given.column_A, row), cell(given.column_B, row)])
  const names = given.column_list as readonly string[] | undefined
  if (names) return rows.map(row => Object.fromEntries(names.map(name => [name, cell(name, row)])))
  return rows.map(row => cell(given.column, row))
}

/** In what an outcome differs from what is expected; null: in nothing. */
export const difference = (found: Outcome, of: GxCase): string | null => {
  const { success, unexpected_index_list: places, unexpected_list: values, unexpected_count: count } = of.expected
  if (success !== undefined && found.success !== success) return `success is ${found.success}, not ${success}`
  if (places !== undefined) {
    const rows = places.map(each => each.pk_index).toSorted((a, b) => a - b)
    if (rows.join() !== found.rows.join()) return `rows ${found.rows.join()} are flagged, not ${rows.join()}`
  } else if (values !== undefined) {
    const [want, have] = [sorted(values), sorted(shown(found.rows, of))]
    if (want.join() !== have.join()) return `${have.join()} are flagged, not ${want.join()}`
  } else if (count !== undefined && found.rows.length !== count)
    return `${found.rows.length} rows are flagged, not ${count}`
  return null
}
