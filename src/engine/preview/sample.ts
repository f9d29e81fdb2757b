import type { CompiledFlow } from '#core/compile/types.ts'
import { limit } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Flag, Input, Join, Relation, Scan, Series } from '#core/relation/relation.ts'
import { partsOf, relationsOf } from '#core/relation/walk.ts'
import { relationsOfFlow } from './subject.ts'

/** Rows that come of the first rows of some files (or of what is generated), and of all that matches them elsewhere. */
export interface Sample {
  readonly relation: Relation
  readonly scans: ReadonlySet<Relation>
}

/** The same rows, computed from the first rows of the files that drive it; null where all rows are needed to tell any. */
export const sampleOf = (relation: Relation, rows: number): Sample | null => {
  const scans = new Set<Relation>()
  const first = (leaf: Leaf) => {
    if (leaf.kind !== 'input') scans.add(leaf)
    return limit(leaf, rows)
  }
  const driven = drive(relation, first, new Map())
  return driven && scans.size > 0 ? { relation: driven, scans } : null
}

/** The node that keeps first rows of a port from being told before all rows are read; null: none does. */
export const needsAll = (flow: CompiledFlow, node: string, port: string): string | null => {
  const found = flow.nodes[node]?.ports[port]
  if (!found) return null
  let blamed: string | null = null
  const further = (leaf: Leaf) => {
    if (leaf.kind === 'input') blamed ??= needsAll(flow, leaf.node, leaf.port)
    return leaf
  }
  return drive(found.relation, further, new Map()) === null ? node : blamed
}

type Leaf = Scan | Series | Input

type Take = (leaf: Leaf) => Relation

/** Which side's rows a join's rows come of, one by one; null: rows of both are in it for having no match. */
const driving: Readonly<Record<Join['type'], 'left' | 'right' | null>> = {
  inner: 'left',
  cross: 'left',
  left: 'left',
  semi: 'left',
  right: 'right',
  anti: null,
  full: null,
}

/** Puts something in the place of the leaves whose rows the rows come of; what they are matched with stays whole. */
const drive = (relation: Relation, take: Take, known: Map<Relation, Relation | null>): Relation | null => {
  const before = known.get(relation)
  if (before !== undefined) return before
  const made = driveOne(relation, take, next => drive(next, take, known))
  known.set(relation, made)
  return made
}

const driveOne = (relation: Relation, take: Take, step: (relation: Relation) => Relation | null): Relation | null => {
  switch (relation.kind) {
    case 'scan':
    case 'series':
    case 'input':
      return take(relation)
    case 'values':
    case 'table':
    case 'made':
      return relation
    case 'project':
      return isAlone(relation.columns.map(c => c.expression)) ? over(relation, step(relation.input)) : null
    case 'where':
      return isAlone([relation.predicate]) ? over(relation, step(relation.input)) : null
    case 'flag':
      return isAlone(expressionsOf(relation)) ? over(withoutLate(relation), step(relation.input)) : null
    case 'explode':
      return isAlone([relation.list]) ? over(relation, step(relation.input)) : null
    case 'limit':
      return over(relation, step(relation.input))
    case 'union': {
      const inputs = relation.inputs.map(step)
      return inputs.includes(null) ? null : { ...relation, inputs: inputs as readonly Relation[] }
    }
    case 'join': {
      const side = driving[relation.type]
      const driven = side && step(relation[side])
      return driven ? { ...relation, [side!]: driven } : null
    }
    default:
      return null
  }
}

const over = <R extends Relation & { readonly input: Relation }>(relation: R, input: Relation | null): R | null =>
  input && { ...relation, input }

const withoutLate = ({ late: _, ...flag }: Flag): Flag => flag

const expressionsOf = ({ bits, detail, columns }: Flag): readonly Expression[] =>
  [
    ...bits.flatMap(bit => [bit.violation, bit.skip, bit.failure]),
    detail,
    ...(columns ?? []).map(c => c.expression),
  ].filter(each => each !== null)

/** Whether each row's values come without the rows around it. */
const isAlone = (expressions: readonly Expression[]): boolean =>
  expressions.every(
    each => each.kind !== 'window' && !(each.kind === 'text' && /\bover\b/i.test(each.text)) && isAlone(partsOf(each)),
  )

/** The nodes that read these files. */
export const sourcesOf = (flow: CompiledFlow, { scans }: Sample): readonly string[] => {
  const relations = relationsOfFlow(flow)
  return flow.order.filter(id => {
    const node = flow.nodes[id]!
    if (node.inputPorts.length > 0) return false
    return Object.keys(node.ports).some(port => relationsOf(relations.port(id, port)).some(r => scans.has(r)))
  })
}
