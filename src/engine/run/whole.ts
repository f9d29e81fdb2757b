import type { CompiledRule, CompiledValidator } from '#core/node/kind.ts'
import { judgeGate } from '#core/quality.ts'
import type { Relation } from '#core/relation/relation.ts'
import type { RuleReport } from '#core/report.ts'
import type { JsonValue } from '../duckdb/value.ts'
import type { RunStatements } from './statements.ts'

/** What rules on the whole saw, and whether they hold: one statement for all that read the same rows. */
export const judgeWholes = async (
  validator: CompiledValidator,
  resolved: (relation: Relation) => Relation,
  database: RunStatements,
): Promise<ReadonlyMap<string, RuleReport>> => {
  const found: Readonly<Record<string, JsonValue>>[] = []
  for (const relation of validator.wholes) found.push(await database.row(resolved(relation)))
  return new Map(validator.rules.flatMap(rule => (rule.whole ? [[rule.id, outcome(rule, rule.whole, found)]] : [])))
}

const outcome = (
  { id, kind, columns, dimension, severity, gate }: CompiledRule,
  whole: NonNullable<CompiledRule['whole']>,
  found: readonly Readonly<Record<string, JsonValue>>[],
): RuleReport => {
  const row = found[whole.of] ?? {}
  const failed = row[whole.holds] === false ? 1 : 0
  return {
    id,
    kind,
    columns,
    dimension,
    severity,
    evaluated: 1,
    failed,
    gate: judgeGate(gate, failed, 1),
    observed: row[whole.observed] ?? null,
  }
}
