import type { Report } from '../report.ts'

/** What a difference is about, in the order in which they are told. */
export const differenceGroups = ['flow', 'input', 'rows', 'rules', 'sinks', 'time'] as const
export type DifferenceGroup = (typeof differenceGroups)[number]

/** A figure or word that two runs do not share; undefined: the run has no such thing, null: it was not counted. */
export interface Difference {
  readonly group: DifferenceGroup
  /** Of which node; null: of the run. */
  readonly node: string | null
  readonly name: string
  readonly before: unknown
  readonly after: unknown
}

type Facts = Map<string, Omit<Difference, 'before' | 'after'> & { readonly value: unknown }>

const factsOf = ({ flow, run, nodes, sinks, quality }: Report): Facts => {
  const facts: Facts = new Map()
  const add = (group: DifferenceGroup, node: string | null, name: string, value: unknown) =>
    facts.set(JSON.stringify([group, node, name]), { group, node, name, value })
  add('flow', null, 'status', run.status)
  add('flow', null, 'flow file', flow.sha256)
  add('flow', null, 'engine', run.engine)
  add('flow', null, 'as of', run.asOf)
  for (const [name, value] of Object.entries(run.params)) add('flow', null, `parameter ${name}`, value)
  add('rows', null, 'flagged rows', quality.flaggedRows)
  add('rows', null, 'quality', quality.score)
  add('time', null, 'time in ms', Date.parse(run.finishedAt) - Date.parse(run.startedAt))
  if (run.usage) {
    add('time', null, 'bytes of memory', run.usage.memoryBytes)
    add('time', null, 'bytes spilled', run.usage.spilledBytes)
  }
  for (const [id, node] of Object.entries(nodes)) {
    add('flow', id, 'status', node.status)
    add('time', id, 'time in ms', node.ms)
    for (const [name, value] of Object.entries(node.read ?? {})) add('input', id, name, value)
    for (const [port, { rows, flagged }] of Object.entries(node.ports)) {
      add('rows', id, `rows at ${port}`, rows)
      if (flagged !== undefined) add('rows', id, `flagged rows at ${port}`, flagged)
    }
    for (const rule of node.rules ?? []) {
      add('rules', id, `${rule.id} failed`, rule.failed)
      add('rules', id, `${rule.id} evaluated`, rule.evaluated)
      if (rule.gate !== null) add('rules', id, `${rule.id} gate`, rule.gate)
      if (rule.observed !== undefined) add('rules', id, `${rule.id} observed`, rule.observed)
    }
  }
  for (const [id, sink] of Object.entries(sinks)) {
    add('sinks', id, 'target', sink.target)
    add('sinks', id, 'rows written', sink.rows)
    add('sinks', id, 'bytes written', sink.bytes)
    add('sinks', id, 'published', sink.published)
  }
  return facts
}

/** What differs between two runs, group by group, in the order of the later one's nodes. */
export const compareRuns = (before: Report, after: Report): readonly Difference[] => {
  const [old, now] = [factsOf(before), factsOf(after)]
  const keys = [...new Set([...now.keys(), ...old.keys()])]
  const found = keys.flatMap((key): readonly Difference[] => {
    const [one, other] = [old.get(key), now.get(key)]
    if (one && other && JSON.stringify(one.value) === JSON.stringify(other.value)) return []
    const { value: _, ...about } = (other ?? one)!
    return [{ ...about, before: one?.value, after: other?.value }]
  })
  return differenceGroups.flatMap(group => found.filter(difference => difference.group === group))
}
