import type { ColumnProfile } from '../../profile/types.ts'
import { ruleKinds } from '../../rules/index.ts'
import { type LooseRule, startingRule } from '../../rules/start.ts'
import type { Evidence, RuleCandidate } from '../types.ts'

/** Makes candidates of what is known of the rows. */
export type Proposer = (evidence: Evidence) => readonly RuleCandidate[]

/** In fewer rows nothing is meant. */
export const fewestRows = 20

/** In fewer rows a value that differs from all others may be one of its own. */
export const fewestToDiffer = 100

/** A rule of a kind on columns, with settings of the kind's own. */
export const ruleOn = (
  kind: string,
  columns: readonly string[],
  settings: Readonly<Record<string, unknown>> = {},
): LooseRule => {
  const of = ruleKinds.get(kind)
  if (of === undefined) throw new Error(`No rule kind ${kind}`)
  return { ...startingRule(of, columns), ...settings }
}

/** Makes candidates column by column, of those with enough values. */
export const eachColumn =
  (propose: (column: ColumnProfile, evidence: Evidence) => readonly RuleCandidate[]): Proposer =>
  evidence =>
    evidence.profile.columns.flatMap(column => (column.count < fewestRows ? [] : propose(column, evidence)))

/** The share that may differ: of few values none. */
export const tolerated = ({ count }: Pick<ColumnProfile, 'count'>, share: number): number =>
  count < fewestToDiffer ? 0 : share
