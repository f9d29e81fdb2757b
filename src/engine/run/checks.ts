import type { CompiledNode } from '#core/compile/types.ts'
import type { Relation } from '#core/relation/relation.ts'
import type { RunContext } from './context.ts'
import { failure } from './failure.ts'
import type { RunStatements } from './statements.ts'

/** Looks at what a node expects of its input: a line of the report, or the end of the run. */
export const evaluateChecks = async (
  node: CompiledNode,
  resolved: (relation: Relation) => Relation,
  run: RunContext,
  database: RunStatements,
): Promise<void> => {
  for (const check of node.compiled?.checks ?? []) {
    const count = await database.count(resolved(check.relation))
    if (count === 0) continue
    const message = check.message.replaceAll('{count}', String(count))
    if (check.severity === 'error') throw failure('data', { code: check.code, node: node.id, message })
    run.problems.push({ code: check.code, severity: 'warning', node: node.id, message })
  }
}
