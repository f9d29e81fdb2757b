import type { CompiledFlow, CompiledNode } from '#core/compile/types.ts'
import type { Input } from '#core/relation/relation.ts'
import { readingsOf } from './bodies.ts'
import { correctedInputs } from './corrections.ts'

export const portKey = (node: string, port: string): string => `${node}.${port}`

/** What of a flow is run, and who reads what. */
export interface Plan {
  /** Needed nodes, each after its inputs; what reports of the others comes last. */
  readonly order: readonly string[]
  /** Nodes that are run for their own sake. */
  readonly targets: ReadonlySet<string>
  /** Nodes that read a port, once per edge. */
  readers(node: string, port: string): readonly string[]
  /** Quality reports that stand at a port: they want no more of its rows than their number. */
  reports(node: string, port: string): readonly string[]
  /** How often reading the ports of all readers reads this port; `needed`: without ports that nobody reads. */
  readings(node: string, port: string, of?: 'all' | 'needed'): number
}

/** Nodes named by `to`; else all sinks and what judges rows (a gate holds wherever it stands); else the last nodes. */
export const targetsOf = (flow: CompiledFlow, to: readonly string[]): readonly string[] => {
  if (to.length > 0) return to
  const isSink = (node: CompiledNode) => node.outputPorts.length === 0
  const sinks = flow.order.filter(id => isSink(flow.nodes[id]!))
  if (sinks.length > 0) {
    const judges = flow.order.filter(id => isJudge(flow.nodes[id]!))
    return flow.order.filter(id => sinks.includes(id) || judges.includes(id))
  }
  const read = new Set(flow.order.flatMap(id => inputNodes(flow.nodes[id]!)))
  return flow.order.filter(id => !read.has(id))
}

const isJudge = ({ compiled }: CompiledNode): boolean =>
  compiled?.validator !== undefined || compiled?.gate !== undefined

/** What a node reads, once per edge: of one in whose place another flow stands, what that gives. */
const leavesInto = ({ through, inputs }: CompiledNode): readonly Input[] => through ?? Object.values(inputs).flat()

/** Nodes whose rows a node takes, once per edge. */
export const inputNodes = (node: CompiledNode): readonly string[] => leavesInto(node).map(leaf => leaf.node)

/** The targets and all that their rows come from. */
export const neededFor = (flow: CompiledFlow, targets: readonly string[]): ReadonlySet<string> => {
  const needed = new Set<string>()
  const visit = (id: string): void => {
    const node = flow.nodes[id]
    if (!node || needed.has(id)) return
    needed.add(id)
    for (const input of inputNodes(node)) visit(input)
  }
  for (const id of targets) visit(id)
  return needed
}

export const planRun = (flow: CompiledFlow, targets: readonly string[]): Plan => {
  const wanted = neededFor(flow, targets)
  const isReport = (id: string) => flow.nodes[id]!.compiled?.report !== undefined
  const own = flow.order.filter(id => wanted.has(id))
  const order = [...own.filter(id => !isReport(id)), ...own.filter(isReport)]
  const readers = new Map<string, string[]>()
  const reports = new Map<string, string[]>()
  for (const id of order) {
    const node = flow.nodes[id]!
    for (const leaf of leavesInto(node)) {
      const key = portKey(leaf.node, leaf.port)
      const among = isReport(id) ? reports : readers
      among.set(key, [...(among.get(key) ?? []), id])
    }
  }
  const readings = (isRead: (key: string) => boolean) => {
    const found = new Map<string, number>()
    for (const id of order) {
      if (isReport(id)) continue
      const counts = readingsBy(flow.nodes[id]!, port => isRead(portKey(id, port)))
      for (const [key, count] of counts) found.set(key, (found.get(key) ?? 0) + count)
    }
    return found
  }
  const all = readings(() => true)
  const needed = readings(key => readers.has(key))
  return {
    order,
    targets: new Set(targets),
    readers: (id, port) => readers.get(portKey(id, port)) ?? [],
    reports: (id, port) => reports.get(portKey(id, port)) ?? [],
    readings: (id, port, of = 'all') => (of === 'all' ? all : needed).get(portKey(id, port)) ?? 0,
  }
}

/** At least once per edge: a sink has no relation of its own. */
const readingsBy = (node: CompiledNode, isRead: Parameters<typeof readingsOf>[1]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const leaf of [...readingsOf(node, isRead), ...correctedInputs(node)]) {
    const key = portKey(leaf.node, leaf.port)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const edges = leavesInto(node).map(leaf => portKey(leaf.node, leaf.port))
  for (const key of edges) counts.set(key, Math.max(counts.get(key) ?? 0, edges.filter(edge => edge === key).length))
  return counts
}
