import type { CompiledFlow, CompiledNode, CompiledPort } from '#core/compile/types.ts'
import { createReading, exactly, type Names, narrowed, type Reading, readThrough } from '#core/relation/narrow.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Relation } from '#core/relation/relation.ts'
import { leavesOf, relationsOf } from '#core/relation/walk.ts'
import { type Plan, portKey } from './plan.ts'

/**
 * A flow whose nodes give only the columns that its run reads, for a run whose tables nobody will look at again: what is sent to DuckDB at once
 * reads no more anyway, but a table would hold all columns. Where somebody reads what flags say, all columns go with them, since they may speak of any.
 */
export const narrowFlow = (flow: CompiledFlow, plan: Plan, sayFlags: boolean): CompiledFlow => {
  const isSaid = sayFlags || plan.order.some(id => saysFlags(flow.nodes[id]!))
  const wanted = new Map<string, Set<string> | null>()
  const want = (node: string, port: string, names: Names | null) => {
    const key = portKey(node, port)
    const before = wanted.get(key)
    wanted.set(key, names === null || before === null ? null : new Set([...(before ?? []), ...names]))
  }
  const nodes = { ...flow.nodes }
  for (const id of plan.order.toReversed()) {
    const node = flow.nodes[id]!
    if (isWhole(node) || (isSaid && hasFlags(node))) {
      for (const leaf of leavesInto(node)) want(leaf.node, leaf.port, null)
      continue
    }
    const reading = createReading()
    for (const { name } of node.outputPorts) {
      const isLast = plan.readers(id, name).length === 0 && plan.targets.has(id)
      const names = wanted.get(portKey(id, name))
      reading.read(node.ports[name]!.relation, isLast || names === null ? null : (names ?? new Set()))
    }
    for (const { relation } of node.compiled?.checks ?? []) reading.read(relation, new Set())
    const roots = rootsOf(node)
    readThrough(roots, reading)
    for (const leaf of new Set(roots.flatMap(leavesOf))) want(leaf.node, leaf.port, reading.of(leaf))
    nodes[id] = narrowNode(node, reading, port => wanted.has(portKey(id, port)))
  }
  return { ...flow, nodes }
}

const rootsOf = ({ compiled, ports }: CompiledNode): readonly Relation[] => [
  ...Object.values(ports).map(({ relation }) => relation),
  ...(compiled?.checks ?? []).map(({ relation }) => relation),
  ...(compiled?.body ? [compiled.body] : []),
]

const leavesInto = (node: CompiledNode) => node.through ?? Object.values(node.inputs).flat()

/** Files of text are read as a whole, since each of their cells may be one that misreads. */
const isText = (relation: Relation): boolean =>
  relationsOf(relation).some(part => part.kind === 'scan' && (part.reader === 'csv' || part.reader === 'json'))

const hasFlags = ({ ports }: CompiledNode): boolean => Object.values(ports).some(({ slots }) => slots.length > 0)

/** Whether a node writes what flags say: beside rows, or of them. */
const saysFlags = ({ compiled }: CompiledNode): boolean =>
  compiled?.sink?.flagged === 'columns' || (compiled?.report ?? compiled?.quarantine) !== undefined

const isWhole = (node: CompiledNode): boolean => {
  const { compiled, corrections = [], outputPorts } = node
  if (!compiled || node.through || outputPorts.length === 0 || corrections.length > 0) return true
  if (compiled.validator || compiled.gate) return true
  return Object.values(node.ports).some(({ relation }) => isText(relation))
}

const narrowNode = (node: CompiledNode, reading: Reading, isRead: (port: string) => boolean): CompiledNode => {
  const memo = new Map<Relation, Relation>()
  const less = (relation: Relation): Relation => narrowed(relation, reading, memo)
  const compiled = node.compiled!
  const body = compiled.body && less(compiled.body)
  const ports = Object.fromEntries(
    Object.entries(node.ports).map(([name, port]) => [
      name,
      narrowPort(port, less(port.relation), reading, isRead(name) ? body : 'unread'),
    ]),
  )
  return {
    ...node,
    ports,
    compiled: {
      ...compiled,
      ports: Object.fromEntries(Object.entries(ports).map(([name, { relation }]) => [name, relation])),
      ...(body ? { body } : {}),
      ...(compiled.checks
        ? { checks: compiled.checks.map(check => ({ ...check, relation: less(check.relation) })) }
        : {}),
    },
  }
}

/** Operations that show what their input has, and so cannot leave columns out themselves. */
const showing: ReadonlySet<Relation['kind']> = new Set(['scan', 'where', 'limit', 'sort', 'explode'])

/** What nobody reads is counted alone, and keeps the shape that its count is taken by. */
const narrowPort = (
  port: CompiledPort,
  less: Relation,
  reading: Reading,
  body: Relation | 'unread' | undefined,
): CompiledPort => {
  const names = reading.of(port.relation)
  const isShowing = body !== 'unread' && showing.has(less.kind) && less !== body
  const relation = isShowing ? exactly(less, names) : less
  const read = port.columns.filter(({ name }) => names.has(name.toLowerCase()))
  return { ...port, relation, columns: read.length > 0 ? read : port.columns.slice(0, 1), ordered: isOrdered(relation) }
}
