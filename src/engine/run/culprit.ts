import type { CompiledNode } from '#core/compile/types.ts'
import { relationsOf } from '#core/relation/walk.ts'
import type { RunContext } from './context.ts'
import { asFailure, type RunFailure } from './failure.ts'
import { portKey } from './plan.ts'

/**
 * A statement does the work of several nodes: where a value makes it fail, the nodes before are done alone, one after another, to name the
 * first that fails. It costs their work once more, in a run that has failed already.
 */
export const findCulprit = async (node: CompiledNode, failure: RunFailure, run: RunContext): Promise<RunFailure> => {
  if (failure.failureClass !== 'data' || failure.problem.code !== 'E-DATA') return failure
  const before = new Set(
    Object.values(node.inputs).flatMap(leaves =>
      leaves.flatMap(leaf => run.outcomes.get(leaf.node)?.ports[leaf.port]?.fused ?? []),
    ),
  )
  for (const id of run.plan.order.filter(id => before.has(id))) {
    for (const port of Object.values(run.outcomes.get(id)?.ports ?? {})) {
      if (relationsOf(port.relation).length < 2) continue
      try {
        const { table } = await run.database.materialise(port.relation, portKey(id, 'check'))
        await run.database.drop(table.name)
      } catch (error) {
        return asFailure(error, id)
      }
    }
  }
  return failure
}
