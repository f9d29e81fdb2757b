import type { CompiledFlow } from '#core/compile/types.ts'
import { replayed } from '#core/quarantine/fit.ts'
import type { Corrections } from '#core/quarantine/replay.ts'
import type { Input, Relation } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'

/** Which of the corrections that stand in a flow fit the rows that are there, round by round. */
export type Fits = ReadonlyMap<Corrections, readonly Corrections[]>

/** A flow's relations with every input leaf replaced by what it stands for, down to the sources; shared parts stay shared. */
export interface FlowRelations {
  port(node: string, port: string): Relation
  inline(relation: Relation): Relation
  /** What validators compute for several ports at once: worth a table of its own wherever it occurs. */
  readonly bodies: ReadonlySet<Relation>
}

/** Corrections of which it is not known whether they fit are taken to, wherever a row is as it was when it was corrected. */
export const flowRelations = (flow: CompiledFlow, fits: Fits = new Map()): FlowRelations => {
  const memo = new Map<Relation, Relation>()
  const port = (node: string, name: string): Relation => {
    const found = flow.nodes[node]?.ports[name]
    if (!found) throw new Error(`${node}.${name} was not compiled`)
    return inline(found.relation)
  }
  const corrections = new Map<Relation, readonly Corrections[]>()
  for (const id of flow.order) {
    const node = flow.nodes[id]!
    for (const each of node.corrections ?? []) corrections.set(node.inputs[each.port]![0]!, fits.get(each) ?? [each])
  }
  const entering = (leaf: Input): Relation => {
    const rows = port(leaf.node, leaf.port)
    const own = corrections.get(leaf)
    return own ? replayed(rows, own) : rows
  }
  const inline = (relation: Relation): Relation =>
    replace(relation, leaf => (leaf.kind === 'input' ? entering(leaf) : null), memo)
  const bodies = new Set<Relation>()
  for (const id of flow.order) {
    const body = flow.nodes[id]?.compiled?.body
    if (body) bodies.add(inline(body))
  }
  return { port, inline, bodies }
}
