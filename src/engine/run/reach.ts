import type { CompiledFlow } from '#core/compile/types.ts'
import { withPolicy } from './policy.ts'
import type { TableFiles } from './table-files.ts'
import { isOfTable } from './table-sink.ts'
import type { Target } from './target.ts'

/** Sees that the files of tables can be written before any work is done for them; one that a run can do without is met in its turn. */
export const reachTables = async (
  flow: CompiledFlow,
  targets: Iterable<Target>,
  tables: TableFiles,
  signal: AbortSignal | undefined,
): Promise<void> => {
  for (const target of targets) {
    const { node } = flow.nodes[target.node]!
    if (!isOfTable(target) || (node.run?.onFailure ?? 'fail') !== 'fail') continue
    await withPolicy(target.node, node, signal, () => tables.reach(target.node, target.path))
  }
}
