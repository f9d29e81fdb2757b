import type { CompiledNode } from '#core/compile/types.ts'
import type { Input, Relation } from '#core/relation/relation.ts'
import { inputsOf } from '#core/relation/walk.ts'

const known = new WeakMap<CompiledNode, readonly Relation[]>()

/** What is computed once for several ports of a node: its declared body, or the greatest parts that its ports share. */
export const bodiesOf = (node: CompiledNode): readonly Relation[] => {
  const before = known.get(node)
  if (before) return before
  const bodies = node.compiled?.body ? [node.compiled.body] : sharedParts(node)
  known.set(node, bodies)
  return bodies
}

/** Relations that are read; what a scan rejected is no reading of its file. */
const readBy = (relation: Relation): readonly Relation[] => (relation.kind === 'rejects' ? [] : inputsOf(relation))

/** All parts of a tree that are read, each once; not looked into past `stop`. */
export const partsRead = (root: Relation, stop: ReadonlySet<Relation> = new Set()): ReadonlySet<Relation> => {
  const seen = new Set<Relation>()
  const visit = (relation: Relation): void => {
    if (seen.has(relation)) return
    seen.add(relation)
    if (!stop.has(relation)) for (const input of readBy(relation)) visit(input)
  }
  visit(root)
  return seen
}

const sharedParts = (node: CompiledNode): readonly Relation[] => {
  const roots = new Set(Object.values(node.compiled?.ports ?? {}))
  const times = new Map<Relation, number>()
  for (const root of roots) for (const part of partsRead(root)) times.set(part, (times.get(part) ?? 0) + 1)
  const shared = new Set([...times].filter(([part, n]) => n > 1 && isWork(part)).map(([part]) => part))
  const inner = new Set([...shared].flatMap(part => [...partsRead(part)].filter(below => below !== part)))
  return [...shared].filter(part => !inner.has(part))
}

const isWork = (relation: Relation): boolean =>
  relation.kind !== 'input' && relation.kind !== 'table' && relation.kind !== 'values' && relation.kind !== 'rejects'

/** Inputs that are read outside of the bodies by each port that `isRead` and each check, and once by each body. */
export const readingsOf = (node: CompiledNode, isRead: (port: string) => boolean): readonly Input[] => {
  const { compiled } = node
  if (!compiled) return []
  const bodies = bodiesOf(node)
  const stop = new Set(bodies)
  const outside = [
    ...new Set(Object.entries(compiled.ports).flatMap(([port, relation]) => (isRead(port) ? relation : []))),
    ...(compiled.checks ?? []).map(check => check.relation),
    ...(compiled.validator?.wholes ?? []),
  ]
  const inside = bodies.flatMap(body => [...partsRead(body)])
  const beside = outside.filter(root => !stop.has(root)).flatMap(root => [...partsRead(root, stop)])
  return [...inside, ...beside].filter((part): part is Input => part.kind === 'input')
}
