import type { CompiledNode } from '#core/compile/types.ts'
import { fitOf, replayed } from '#core/quarantine/fit.ts'
import type { Input, Relation } from '#core/relation/relation.ts'
import { fitsShown, readFits } from '../rows/fits.ts'
import type { RunContext } from './context.ts'
import { portOf } from './ports.ts'
import type { RunStatements } from './statements.ts'

/** The inputs of a node whose rows are looked at beforehand, to see which corrections fit them. */
export const correctedInputs = ({ corrections, inputs }: CompiledNode): readonly Input[] =>
  (corrections ?? []).flatMap(({ port }) => inputs[port] ?? [])

/** The inputs of a node with their corrections that fit, by leaf; what does not fit is a line of the report. */
export const replayInputs = async (
  node: CompiledNode,
  run: RunContext,
  database: RunStatements,
): Promise<ReadonlyMap<Relation, Relation>> => {
  const entering = new Map<Relation, Relation>()
  for (const corrections of node.corrections ?? []) {
    const leaf = node.inputs[corrections.port]![0]!
    const { relation } = portOf(run, leaf.node, leaf.port)
    const { rounds, problems } = await fitOf(corrections, async (enter, round) => {
      const { table } = await database.materialise(fitsShown(enter(relation), round), node.id)
      const found = await readFits(table, round, database.rows)
      await database.drop(table.name)
      return found
    })
    run.problems.push(...problems)
    entering.set(leaf, replayed(relation, rounds))
  }
  return entering
}
