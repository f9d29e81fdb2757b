import type { Relation } from '#core/relation/relation.ts'
import { bodiesOf } from './bodies.ts'
import type { RunContext } from './context.ts'
import { passes } from './shape.ts'

/** Whether rows that are not counted here reach, one for one, a table or a file whose rows are counted, or groups that are counted with their sizes. */
export const countedAtEnd = (id: string, port: string, run: Pick<RunContext, 'plan' | 'flow'>): boolean => {
  const { plan, flow } = run
  const [reader, ...others] = plan.readers(id, port)
  if (reader === undefined || others.length > 0) return false
  const { compiled, outputPorts, ports, through } = flow.nodes[reader]!
  if (compiled?.sink) return compiled.sink.flagged === 'keep' || compiled.sink.flagged === 'columns'
  if (compiled?.quarantine) return true
  const comesThrough = (relation: Relation) => {
    const leaf = passes(relation)
    return leaf?.node === id && leaf.port === port
  }
  const bodies = bodiesOf(flow.nodes[reader]!)
  if (bodies.length > 0) return bodies.some(comesThrough)
  const [only, ...more] = through ? outputPorts.filter(({ name }) => comesThrough(ports[name]!.relation)) : outputPorts
  if (only === undefined || more.length > 0) return false
  const { relation } = ports[only.name]!
  const further = plan.readers(reader, only.name)
  if (further.length === 0 && !plan.targets.has(reader)) return false
  if (relation.kind === 'aggregate') return comesThrough(relation.input)
  if (!comesThrough(relation)) return false
  return further.length === 0 || further.length > 1 || countedAtEnd(reader, only.name, run)
}
