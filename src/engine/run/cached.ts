import type { Relation } from '#core/relation/relation.ts'
import { relationsOf } from '#core/relation/walk.ts'
import type { Work } from '../cache/statements.ts'
import type { RunContext } from './context.ts'

/** All relations that these are made of, and they themselves. */
const partsOfAll = (relations: readonly Relation[]): ReadonlySet<Relation> => new Set(relations.flatMap(relationsOf))

/** What the sinks have read. */
const writtenBy = ({ flow, plan, outcomes }: RunContext): readonly Relation[] =>
  plan.order
    .filter(id => flow.nodes[id]!.outputPorts.length === 0 && outcomes.get(id)?.status === 'ran')
    .flatMap(id => Object.values(flow.nodes[id]!.inputs).flat())
    .flatMap(leaf => outcomes.get(leaf.node)?.ports[leaf.port]?.relation ?? [])

/** Nodes whose rows lay ready (a sink publishes them all the same): no statement of the run has computed them, neither by themselves nor together with others. */
export const cachedNodes = (run: RunContext, work: Work): readonly string[] => {
  const computed = partsOfAll([...work.madeOf, ...writtenBy(run)])
  const spared = partsOfAll(work.takenFor)
  const isFusedIn = (id: string, parts: ReadonlySet<Relation>) =>
    Object.values(run.outcomes.get(id)!.ports).some(({ relation, fused }) => fused.includes(id) && parts.has(relation))
  return [...run.outcomes.keys()].filter(
    id =>
      run.flow.nodes[id]!.outputPorts.length > 0 &&
      run.outcomes.get(id)!.status !== 'failed' &&
      !work.made.has(id) &&
      !isFusedIn(id, computed) &&
      (work.taken.has(id) || isFusedIn(id, spared)),
  )
}

/** Says of nodes whose rows lay ready that they did. */
export const tellCached = (run: RunContext, work: Work): void => {
  for (const id of cachedNodes(run, work)) {
    run.outcomes.set(id, { ...run.outcomes.get(id)!, status: 'cached' })
    run.progress.set(id, { status: 'cached' })
  }
}
