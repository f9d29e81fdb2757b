import type { AllowedChange, CompiledRule, CompiledValidator, WholeOutcome } from '#core/node/kind.ts'
import type { Problem } from '#core/problem.ts'
import { judgeGate } from '#core/quality.ts'
import type { Relation } from '#core/relation/relation.ts'
import type { RuleReport } from '#core/report.ts'
import type { JsonValue } from '../duckdb/value.ts'
import type { RunHistory } from '../history/run-history.ts'
import type { RunStatements } from './statements.ts'

/** What rules on the whole came to, by id, and what of them could not be judged. */
export interface WholesJudged {
  readonly rules: ReadonlyMap<string, RuleReport>
  readonly problems: readonly Problem[]
}

type Row = Readonly<Record<string, JsonValue>>

/** What rules on the whole saw, and whether they hold: one statement for all that read the same rows. */
export const judgeWholes = async (
  node: string,
  validator: CompiledValidator,
  resolved: (relation: Relation) => Relation,
  database: RunStatements,
  history: RunHistory,
): Promise<WholesJudged> => {
  const found: Row[] = []
  for (const relation of validator.wholes) found.push(await database.row(resolved(relation)))
  const rules = new Map<string, RuleReport>()
  const problems: Problem[] = []
  for (const rule of validator.rules) {
    if (rule.whole === undefined) continue
    const { observed, holds } = outcomeIn(found, rule.whole)
    const change = rule.whole.lastGood
    const then = change && numberOf((await history.lastGood()).rule(node, rule.id)?.observed)
    if (change && then === null) problems.push(firstProblem(node, rule.id))
    const moved = change && then !== null && then !== undefined && hasMoved(change, numberOf(observed), then)
    rules.set(rule.id, reportOf(rule, observed, holds && !moved))
  }
  return { rules, problems }
}

const outcomeIn = (found: readonly Row[], whole: WholeOutcome) => {
  const row = found[whole.of] ?? {}
  return { observed: row[whole.observed] ?? null, holds: row[whole.holds] !== false }
}

const numberOf = (value: unknown): number | null => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** Whether it fell or rose by more percent than it may. */
const hasMoved = ({ fall, rise }: AllowedChange, now: number | null, then: number): boolean => {
  if (now === null || now === then) return false
  const limit = now < then ? fall : rise
  return limit !== null && Math.abs(now - then) * 100 > limit * Math.abs(then)
}

const reportOf = (rule: CompiledRule, observed: JsonValue, holds: boolean): RuleReport => {
  const { id, kind, columns, dimension, severity, gate } = rule
  const failed = holds ? 0 : 1
  const said = { id, kind, columns, dimension, severity }
  return { ...said, evaluated: 1, failed, gate: judgeGate(gate, failed, 1), observed }
}

const firstProblem = (node: string, rule: string): Problem => ({
  code: 'I-GATE-FIRST',
  severity: 'info',
  node,
  message: `In \`${node}\`, the rule \`${rule}\` is not held against the last good run: there is none to compare with yet.`,
})
