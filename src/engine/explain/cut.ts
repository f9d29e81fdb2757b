import type { Cut, PlannedStatement } from '#core/plan/types.ts'
import type { RunContext } from '../run/context.ts'
import { hasPolicy } from '../run/policy.ts'
import { isVolatile, keepsRejects } from '../run/shape.ts'
import type { Traced } from './trace.ts'

/** Why a statement leaves a table where the flow could have gone on in it. */
export const cutOf = ({ node: id, table, relation }: Traced, run: RunContext): PlannedStatement['cut'] => {
  if (table === null) return null
  const node = run.flow.nodes[id]!
  const ports = run.outcomes.get(id)?.ports ?? {}
  const port = Object.keys(ports).find(name => {
    const found = ports[name]!.relation
    return found.kind === 'table' && found.name === table
  })
  if (node.outputPorts.length === 0) return { why: 'sink', port: null, readers: [] }
  if (node.compiled?.validator && (port === undefined || node.compiled.body))
    return { why: 'rules', port: null, readers: [] }
  if (port === undefined) return { why: 'shared', port: null, readers: node.outputPorts.map(({ name }) => name) }
  const { plan, flow } = run
  const readers = plan.readers(id, port)
  const why = (): Cut => {
    if (readers.length > 1) return 'readers'
    if (node.compiled?.gate) return 'gate'
    if (keepsRejects(relation)) return 'rejects'
    if (readers.length === 0) return 'last'
    if (isVolatile(relation)) return 'volatile'
    if (relation.kind === 'aggregate') return 'groups'
    if (hasPolicy(node.node) || readers.some(reader => hasPolicy(flow.nodes[reader]!.node))) return 'policy'
    return plan.readings(id, port) > 1 ? 'readings' : 'counted'
  }
  return { why: why(), port, readers }
}
