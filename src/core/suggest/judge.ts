import { ruleKinds } from '../rules/index.ts'
import { freshRuleId, type LooseRule } from '../rules/start.ts'
import { Said } from './known.ts'
import { fewestRows } from './rules/propose.ts'
import type {
  RepairCandidate,
  RepairOutcome,
  RepairSuggestion,
  RuleCandidate,
  RuleOutcome,
  RuleSuggestion,
} from './types.ts'

const mostOfColumn = 4
const mostRules = 40

/** A rule in words. */
export const titleOf = (rule: LooseRule): string => {
  const kind = ruleKinds.get(rule.kind)
  const parsed = kind?.settings.safeParse(rule)
  return kind && parsed?.success ? kind.describe(parsed.data) : rule.kind
}

const columnsOf = ({ columns }: LooseRule): readonly string[] => columns as readonly string[]

/** The candidates with ids that tell them apart. */
export const withIds = (candidates: readonly RuleCandidate[]): readonly RuleCandidate[] => {
  const taken = new Set<string>()
  return candidates.map(candidate => {
    const id = freshRuleId(taken, candidate.rule.id)
    taken.add(id)
    return { ...candidate, rule: { ...candidate.rule, id } }
  })
}

/** Of what was tried, what is meant: the weightiest first, nothing twice, and not too much of a column; what flags rows stands first. */
export const judgeRules = (
  tried: readonly { readonly candidate: RuleCandidate; readonly outcome: RuleOutcome }[],
): readonly RuleSuggestion[] => {
  const said = new Said()
  const times = new Map<string, number>()
  const found: (RuleSuggestion & { readonly weight: number })[] = []
  const meant = tried
    .filter(({ candidate, outcome: { judged, failed } }) => judged >= fewestRows && failed <= judged * candidate.atMost)
    .toSorted((a, b) => b.candidate.weight - a.candidate.weight)
  for (const { candidate, outcome } of meant) {
    const rule = said.rest(candidate.rule)
    if (rule === null) continue
    const columns = columnsOf(rule)
    const subject = columns.length === 1 ? columns[0]! : ''
    if (subject !== '' && (times.get(subject) ?? 0) >= mostOfColumn) continue
    times.set(subject, (times.get(subject) ?? 0) + 1)
    said.add(rule)
    const { weight, feed } = candidate
    found.push({
      id: rule.id,
      title: titleOf(rule),
      columns,
      rule,
      evidence: candidate.because(outcome),
      flagged: outcome.failed,
      ...(feed ? { feed } : {}),
      weight,
    })
  }
  return found
    .toSorted((a, b) => Number(b.flagged > 0) - Number(a.flagged > 0) || b.weight - a.weight)
    .slice(0, mostRules)
    .map(({ weight: _, ...suggestion }) => suggestion)
}

/** Of the repairs that were tried, those that change something and lose next to nothing. */
export const judgeRepairs = (
  tried: readonly { readonly candidate: RepairCandidate; readonly outcome: RepairOutcome }[],
): readonly RepairSuggestion[] =>
  tried
    .filter(
      ({ candidate: { mayLose }, outcome: { changed, lost } }) =>
        changed > 0 && (mayLose === null || lost <= changed * mayLose),
    )
    .map(({ candidate, outcome }) => ({
      id: `${candidate.column} ${candidate.title}`,
      title: candidate.title,
      columns: [candidate.column],
      node: { kind: candidate.node, settings: candidate.settings(candidate.column) },
      evidence: candidate.because(outcome),
      spellings: candidate.spellings ?? [],
      ...outcome,
    }))
