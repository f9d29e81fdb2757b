import type { PortName } from '#core/flow/ports.ts'
import { printRelation } from '#core/sql/print.ts'
import { judgeRules, withIds } from '#core/suggest/judge.ts'
import { proposeRules } from '#core/suggest/rules/index.ts'
import { trialOfRules } from '#core/suggest/trial.ts'
import type { Evidence, RuleCandidate, RuleOutcome, RuleSuggestion } from '#core/suggest/types.ts'
import { readPage } from '../duckdb/read.ts'
import { predicateOf } from '../preview/filter.ts'
import { countFlags } from '../preview/flag-counts.ts'
import { type Looking, withTable } from '../preview/looking.ts'
import { rowsWhere } from '../preview/view.ts'
import type { Trials } from './trials.ts'

/** So many rows are looked through for values to name. */
const sought = 20
const toldText = 40

const isMeant = ({ atMost }: RuleCandidate, { judged, failed }: RuleOutcome): boolean => failed <= judged * atMost

const examplesOf = (looking: Looking, { rule }: RuleCandidate): Promise<readonly string[]> =>
  withTable(looking, async held => {
    const { tables, subject, signal } = looking
    const flagged = predicateOf({ rule: { node: subject.node, rule: rule.id } }, held.table, subject.flow)
    const sql = printRelation(rowsWhere(held, flagged, 0, sought, toldText))
    const { rows } = await tables.pool.use(session => readPage(session, sql, sought, { signal }))
    const [first] = rule.columns as readonly string[]
    const place = held.table.columns.findIndex(({ name }) => name === first)
    const values = rows.map(row => row[place + 1]).filter(value => value !== null && value !== undefined)
    return [...new Set(values.map(value => (typeof value === 'object' ? JSON.stringify(value) : String(value))))]
  })

/** Tries rules on the rows, all in one pass, as a validator would. */
const outcomesOf = async (
  looking: Looking,
  candidates: readonly RuleCandidate[],
  rows: number,
): Promise<readonly { readonly candidate: RuleCandidate; readonly outcome: RuleOutcome }[]> => {
  const { rules, evaluations } = await countFlags(looking)
  const own = new Map(rules.filter(({ node }) => node === looking.subject.node).map(each => [each.rule, each.rows]))
  const skipped = new Map(
    evaluations.filter(({ state }) => state === 'skipped').map(each => [each.rule, each.rows] as const),
  )
  const tried = []
  for (const candidate of candidates) {
    const { id } = candidate.rule
    const outcome = { judged: rows - (skipped.get(id) ?? 0), failed: own.get(id) ?? 0, examples: [] }
    const named = outcome.failed > 0 && isMeant(candidate, outcome)
    const examples = named ? await examplesOf(looking, candidate) : []
    tried.push({ candidate, outcome: { ...outcome, examples } })
  }
  return tried
}

/** The rules that the rows of a port suggest, each with what it would flag of them. */
export const suggestRules = async (
  trials: Trials,
  at: PortName,
  evidence: Evidence,
): Promise<readonly RuleSuggestion[]> => {
  const candidates = withIds(proposeRules(evidence))
  if (candidates.length === 0) return []
  const looking = await trials.look(trialOfRules(trials.flow, at, candidates))
  return judgeRules(await outcomesOf(looking, candidates, evidence.profile.rows))
}
