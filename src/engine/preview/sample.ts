import type { CompiledFlow } from '#core/compile/types.ts'
import { limit } from '#core/relation/build.ts'
import type { Relation } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'
import { relationsOf } from '#core/relation/walk.ts'
import { relationsOfFlow } from './subject.ts'

/** Whether less than all can be read: what a scan rejected is known only at its end. */
export const canSample = (relation: Relation): boolean => {
  const kinds = new Set(relationsOf(relation).map(r => r.kind))
  return kinds.has('scan') && !kinds.has('rejects')
}

/** The same rows, computed from the first rows of every file alone. */
export const sampled = (relation: Relation, rows: number): Relation =>
  replace(relation, r => (r.kind === 'scan' ? limit(r, rows) : null))

/** The nodes whose files a relation reads. */
export const sourcesOf = (flow: CompiledFlow, relation: Relation): readonly string[] => {
  const scans = new Set(relationsOf(relation).filter(r => r.kind === 'scan'))
  const relations = relationsOfFlow(flow)
  return flow.order.filter(id => {
    const node = flow.nodes[id]!
    if (node.inputPorts.length > 0) return false
    return Object.keys(node.ports).some(port => relationsOf(relations.port(id, port)).some(r => scans.has(r as never)))
  })
}
