import { type RuleSeverity, ruleSeverities } from '#core/rules/types.ts'
import type { GridEvaluation, GridFilter, GridFlag } from './types.ts'

const rank = (severity: RuleSeverity) => ruleSeverities.indexOf(severity)

/** The gravest of some flags; null for none. */
export const worstOf = (flags: readonly GridFlag[]): RuleSeverity | null =>
  flags.reduce<RuleSeverity | null>(
    (worst, flag) => (worst === null || rank(flag.severity) > rank(worst) ? flag.severity : worst),
    null,
  )

/** The gravest first, else in the order of the flow. */
export const byRank = (flags: readonly GridFlag[]): readonly GridFlag[] =>
  [...flags].sort((a, b) => rank(b.severity) - rank(a.severity))

/** A row's flags at one column, the gravest first. */
export const flagsAt = (flags: readonly GridFlag[], column: string): readonly GridFlag[] =>
  byRank(flags.filter(flag => flag.columns.includes(column)))

/** A row's flags that no column at hand shows: they stand at its number. */
export const rowFlags = (flags: readonly GridFlag[], columns: ReadonlySet<string>): readonly GridFlag[] =>
  byRank(flags.filter(flag => !flag.columns.some(column => columns.has(column))))

/** A failed judgement before a skipped one. */
const failedFirst = (all: readonly GridEvaluation[]): readonly GridEvaluation[] => [
  ...all.filter(each => each.state === 'failed'),
  ...all.filter(each => each.state === 'skipped'),
]

/** Judgements of one column that were not made. */
export const evaluationsAt = (all: readonly GridEvaluation[], column: string): readonly GridEvaluation[] =>
  failedFirst(all.filter(each => each.columns.includes(column)))

/** Those of no column at hand. */
export const rowEvaluations = (
  all: readonly GridEvaluation[],
  columns: ReadonlySet<string>,
): readonly GridEvaluation[] => failedFirst(all.filter(each => !each.columns.some(column => columns.has(column))))

export interface FlagGroup {
  readonly node: string
  readonly via: readonly string[]
  readonly flags: readonly GridFlag[]
}

/** Flags by the node that gave them and the way they came, in the order of the flow; in each the gravest first. */
export const groupsOf = (flags: readonly GridFlag[]): readonly FlagGroup[] => {
  const groups = new Map<string, GridFlag[]>()
  for (const flag of flags) {
    const key = JSON.stringify([flag.node, flag.via])
    groups.set(key, [...(groups.get(key) ?? []), flag])
  }
  return [...groups.values()].map(own => ({ node: own[0]!.node, via: own[0]!.via, flags: byRank(own) }))
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((step, index) => step === b[index])

type RuleName = Pick<GridFlag, 'node' | 'rule' | 'via'>

/** Whether two flags are of one rule that came one way. */
export const sameRule = (a: RuleName, b: RuleName): boolean =>
  a.node === b.node && a.rule === b.rule && same(a.via, b.via)

/** Whether a filter by severity, rule and column means this flag. */
export const isMeant = ({ severity, rule, column }: GridFilter, flag: GridFlag): boolean =>
  (severity === undefined || flag.severity === severity) &&
  (rule === undefined ||
    (rule.node === flag.node && rule.rule === flag.rule && (rule.via === undefined || same(rule.via, flag.via)))) &&
  (!column || flag.columns.some(name => name.toLowerCase() === column.toLowerCase()))

export const graver = (a: RuleSeverity | undefined, b: RuleSeverity): RuleSeverity =>
  a !== undefined && rank(a) > rank(b) ? a : b
