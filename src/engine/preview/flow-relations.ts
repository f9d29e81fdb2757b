import type { CompiledFlow } from '#core/compile/types.ts'
import type { Relation } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'

/** A flow's relations with every input leaf replaced by what it stands for, down to the sources; shared parts stay shared. */
export interface FlowRelations {
  port(node: string, port: string): Relation
  inline(relation: Relation): Relation
  /** What validators compute for several ports at once: worth a table of its own wherever it occurs. */
  readonly bodies: ReadonlySet<Relation>
}

export const flowRelations = (flow: CompiledFlow): FlowRelations => {
  const memo = new Map<Relation, Relation>()
  const port = (node: string, name: string): Relation => {
    const found = flow.nodes[node]?.ports[name]
    if (!found) throw new Error(`${node}.${name} was not compiled`)
    return inline(found.relation)
  }
  const inline = (relation: Relation): Relation =>
    replace(relation, leaf => (leaf.kind === 'input' ? port(leaf.node, leaf.port) : null), memo)
  const bodies = new Set<Relation>()
  for (const id of flow.order) {
    const body = flow.nodes[id]?.compiled?.body
    if (body) bodies.add(inline(body))
  }
  return { port, inline, bodies }
}
