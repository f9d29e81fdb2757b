import type { CompiledNode } from '#core/compile/types.ts'
import { literal, op } from '#core/relation/build.ts'
import type { Relation, Table } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'
import { slotsOf } from '#core/relation/slots.ts'
import { leavesOf, relationsOf } from '#core/relation/walk.ts'
import type { Materialised } from '../duckdb/materialise.ts'
import { countWhere, isFlagged } from '../rows/count.ts'
import { bodiesOf } from './bodies.ts'
import { evaluateChecks } from './checks.ts'
import type { RunContext, RunPort } from './context.ts'
import { replayInputs } from './corrections.ts'
import { materialiseGroups } from './groups.ts'
import { countMatches, type Matches } from './joins.ts'
import { hasPolicy } from './policy.ts'
import {
  exposed,
  filterOf,
  isCheap,
  isKeyed,
  isPlain,
  isVolatile,
  keepsRejects,
  passes,
  readsRejects,
} from './shape.ts'
import type { RunStatements } from './statements.ts'
import { settle, type Tally } from './tally.ts'

/** A node that has been computed: its ports, and the table of its body. */
export interface Computed {
  readonly ports: Readonly<Record<string, RunPort>>
  readonly body: Table | null
  readonly matches: Matches | null
  /** Rows behind an aggregate's groups; undefined of other nodes. */
  readonly summed: number | null | undefined
  /** Puts what was computed in the place of the body and the inputs. */
  readonly resolved: (relation: Relation) => Relation
}

/** Computes a node as far as it must be: its body, the ports that are worth a table, and the counts that cost no second run. */
export const computeNode = async (node: CompiledNode, run: RunContext, database: RunStatements): Promise<Computed> => {
  const resolved = resolver(run, await replayInputs(node, run, database), database)
  const tables = new Map<Relation, Materialised>()
  for (const body of bodiesOf(node)) {
    const relation = resolved(body)
    if (body !== node.compiled?.body && isCheap(relation)) continue
    const made = await materialiseBody(node, body, relation, run, database)
    resolved.known.set(body, made.table)
    tables.set(made.table, made)
  }
  const own = new Set(tables.keys())
  const origins = new Map(bodiesOf(node).map(body => [resolved(body), body]))
  const ports: Record<string, RunPort> = {}
  let summed: number | null | undefined
  for (const { name } of inReadingOrder(node)) {
    const { relation: original } = node.ports[name]!
    const relation = resolved(original)
    const tallies = talliesOf(original, run)
    const table = tables.get(relation)
    if (table) settle(tallies.tally, table.rows, node.id)
    if (relation.kind === 'aggregate') summed = null
    const plain = isPlain(relation, own)
    if (plain || !mustMaterialise(node, name, relation, run)) {
      ports[name] = { relation, ...tallies, fused: plain ? [] : fusedInto(original, node.id, run) }
      continue
    }
    const made = await materialisePort(relation, node.id, database)
    settle(tallies.tally, made.rows, node.id)
    if (made.summed !== undefined) summed = made.summed
    origins.set(made.table, original)
    ports[name] = { relation: made.table, ...tallies, fused: [] }
  }
  await evaluateChecks(node, resolved, run, database)
  await countPorts(node, ports, origins, run, database)
  const isCountedHere = (original: Relation, relation: Relation) =>
    !isVolatile(relation) && isReady(original, relation, run)
  const matches = await countMatches(node, isCountedHere, resolved, database.count)
  const body = node.compiled?.body && resolved(node.compiled.body)
  return { ports, body: body?.kind === 'table' ? body : null, matches, summed, resolved }
}

const materialisePort = (
  relation: Relation,
  label: string,
  database: RunStatements,
): Promise<{ readonly table: Table; readonly rows: number; readonly summed?: number }> =>
  relation.kind === 'aggregate' ? materialiseGroups(relation, label, database) : database.materialise(relation, label)

/** Ports with the same rows share their count of rows, and those with the same flags that of flagged rows. */
const talliesOf = (original: Relation, run: RunContext): Pick<RunPort, 'tally' | 'flagged'> => {
  const through = passes(original)
  const before = through && portOf(run, through.node, through.port)
  const sameFlags = before && !relationsOf(original).some(part => part.kind === 'flag')
  return { tally: before?.tally ?? { rows: null }, flagged: sameFlags ? before.flagged : { rows: null } }
}

/** Rejected lines are known when the rows have been read to the end. */
const inReadingOrder = (node: CompiledNode) =>
  [...node.outputPorts].sort(
    (a, b) => Number(readsRejects(node.ports[a.name]!.relation)) - Number(readsRejects(node.ports[b.name]!.relation)),
  )

export const portOf = (run: RunContext, node: string, port: string): RunPort => {
  const found = run.outcomes.get(node)?.ports[port]
  if (!found) throw new Error(`${node}.${port} was read before it was computed.`)
  return found
}

/** Puts what the inputs have come to in the place of input leaves; parts that several ports share stay shared. */
const resolver = (run: RunContext, replayed: ReadonlyMap<Relation, Relation>, database: RunStatements) => {
  const known = new Map<Relation, Relation>()
  const standing = (part: Relation): Relation | null => {
    if (part.kind === 'rejects') return database.rejected(part)
    return part.kind === 'input' ? (replayed.get(part) ?? portOf(run, part.node, part.port).relation) : null
  }
  const resolve = (relation: Relation) => replace(relation, standing, known)
  return Object.assign(resolve, { known })
}

export const fusedInto = (relation: Relation, self: string, run: RunContext): readonly string[] => {
  const below = leavesOf(relation).flatMap(leaf => portOf(run, leaf.node, leaf.port).fused)
  return [...new Set([...below, self])]
}

const materialiseBody = async (
  node: CompiledNode,
  body: Relation,
  relation: Relation,
  run: RunContext,
  database: RunStatements,
): Promise<Materialised> => {
  const made = await database.materialise(relation, node.id)
  const through = passes(body)
  if (through) settle(portOf(run, through.node, through.port).tally, made.rows, node.id)
  return made
}

const mustMaterialise = (node: CompiledNode, port: string, relation: Relation, run: RunContext): boolean => {
  const { plan, flow } = run
  const readers = plan.readers(node.id, port)
  const isDefault = node.outputPorts[0]?.name === port
  if (node.compiled?.gate && (readers.length === 0 || !isCheap(relation))) return !isCheap(relation)
  if (readers.length === 0 && !(isDefault && plan.targets.has(node.id))) return keepsRejects(relation) && isDefault
  if (readers.length === 0 || readers.length > 1) return true
  if (keepsRejects(relation) || isVolatile(relation) || relation.kind === 'aggregate') return true
  if (hasPolicy(node.node) || readers.some(reader => hasPolicy(flow.nodes[reader]!.node))) return true
  if (isCheap(relation)) return false
  if (plan.readings(node.id, port) > 1) return true
  return passes(node.ports[port]!.relation) === null && !countedAtEnd(node.id, port, run)
}

/** Whether rows that are not counted here reach, one for one, a table or a file whose rows are counted. */
const countedAtEnd = (id: string, port: string, run: Pick<RunContext, 'plan' | 'flow'>): boolean => {
  const { plan, flow } = run
  const [reader, ...others] = plan.readers(id, port)
  if (reader === undefined || others.length > 0) return false
  const { compiled, outputPorts, ports } = flow.nodes[reader]!
  if (compiled?.sink) return compiled.sink.flagged === 'keep' || compiled.sink.flagged === 'columns'
  if (compiled?.quarantine) return true
  const comesThrough = (relation: Relation) => {
    const leaf = passes(relation)
    return leaf?.node === id && leaf.port === port
  }
  const bodies = bodiesOf(flow.nodes[reader]!)
  if (bodies.length > 0) return bodies.some(comesThrough)
  const [only, ...more] = outputPorts
  if (only === undefined || more.length > 0 || !comesThrough(ports[only.name]!.relation)) return false
  const further = plan.readers(reader, only.name)
  if (further.length === 0) return plan.targets.has(reader)
  return further.length > 1 || countedAtEnd(reader, only.name, run)
}

/** Counts what can be counted at once: filters over one relation in one statement, other cheap ports each in its own. */
const countPorts = async (
  node: CompiledNode,
  ports: Readonly<Record<string, RunPort>>,
  origins: ReadonlyMap<Relation, Relation>,
  run: RunContext,
  database: RunStatements,
): Promise<void> => {
  const groups = new Map<Relation, string[]>()
  for (const [name, { relation, tally }] of Object.entries(ports)) {
    if (isUncertain(node, name, run)) continue
    if (relation.kind === 'values' && relation.rows.length === 0) {
      settle(tally, 0, node.id)
      continue
    }
    const base = baseOf(relation)
    if (base !== null) groups.set(base, [...(groups.get(base) ?? []), name])
    else if (isOpen(node, name, ports[name]!, run)) groups.set(relation, [name])
  }
  for (const [base, names] of groups) {
    const before = base.kind === 'table' ? notFlaggedYet(origins.get(base), run) : []
    const counts = await database.counts(
      showing(base),
      Object.fromEntries([
        ...names.flatMap(name => measures(ports[name]!.relation, base, name)),
        ...before.map(({ slots }, i) => [`before_${i}`, countWhere(isFlagged(base, slots))] as const),
      ]),
    )
    for (const [i, { flagged }] of before.entries()) settle(flagged, counts[`before_${i}`]!, node.id, 'flagged rows')
    for (const name of names) {
      const { tally, flagged } = ports[name]!
      settle(tally, counts[`rows_${name}`]!, node.id)
      const found = counts[`flagged_${name}`]
      if (found !== undefined) settle(flagged, found, node.id, 'flagged rows')
    }
  }
}

/** Ports whose rows came into a table one for one, uncounted: the first slots of the table hold their flags. */
const notFlaggedYet = (
  origin: Relation | undefined,
  run: RunContext,
): readonly { readonly flagged: Tally; readonly slots: number }[] => {
  const leaf = origin && passes(origin)
  if (!leaf) return []
  const { flagged } = portOf(run, leaf.node, leaf.port)
  const further = notFlaggedYet(run.flow.nodes[leaf.node]!.ports[leaf.port]!.relation, run)
  const isOpen = flagged.rows === null && leaf.slots.length > 0 && further.every(port => port.flagged !== flagged)
  return isOpen ? [{ flagged, slots: leaf.slots.length }, ...further] : further
}

/** What a port's rows are taken from, where one statement can count it: a table, or a cheap relation under a filter. */
const baseOf = (relation: Relation): Relation | null => {
  if (relation.kind === 'table') return relation
  const filter = filterOf(relation)
  return filter && isCheap(filter) ? filter.input : null
}

const showing = (base: Relation): Relation => (base.kind === 'table' ? exposed(base) : base)

const measures = (relation: Relation, base: Relation, name: string) => {
  const filter = base === relation ? literal(true) : (filterOf(relation)?.predicate ?? literal(true))
  return [
    [`rows_${name}`, countWhere(filter)] as const,
    ...(hasFlagsReady(base) ? [[`flagged_${name}`, countWhere(op('and', filter, isFlagged(base)))] as const] : []),
  ]
}

/** Whether the flags of its rows can be counted without reading a file once more. */
const hasFlagsReady = (relation: Relation): boolean =>
  slotsOf(relation).length > 0 && !relationsOf(relation).some(part => part.kind === 'scan')

/** Ports of a volatile node that are not tables give other rows at each reading: a count would not be theirs. */
const isUncertain = (node: CompiledNode, port: string, run: RunContext): boolean =>
  isVolatile(node.ports[port]!.relation) && run.plan.readers(node.id, port).length === 0

/** A port that costs one more operation over what lies ready, such as the unmatched rows of a join over two tables. */
const isCountable = (node: CompiledNode, port: string, relation: Relation, run: RunContext): boolean => {
  if (isCheap(relation)) return true
  if (countedAtEnd(node.id, port, run)) return false
  if (readsRejects(relation)) return true
  return isReady(node.ports[port]!.relation, relation, run)
}

/** Whether a port's rows or flags are still to be counted, and can be. */
const isOpen = (node: CompiledNode, name: string, { relation, tally, flagged }: RunPort, run: RunContext): boolean => {
  if (tally.rows === null && isCountable(node, name, relation, run)) return true
  return flagged.rows === null && hasFlagsReady(relation) && isCheap(relation) && !flagsEndInTable(node.id, name, run)
}

/** Whether rows reach, one for one, a table in which their flags are counted as well. */
const flagsEndInTable = (id: string, port: string, run: RunContext): boolean => {
  const [reader, ...others] = run.plan.readers(id, port)
  if (reader === undefined || others.length > 0) return false
  const { compiled, outputPorts, ports } = run.flow.nodes[reader]!
  if (compiled?.sink) return ['leave_out', 'split', 'refuse'].includes(compiled.sink.flagged)
  const body = compiled?.body && passes(compiled.body)
  if (body) return body.node === id && body.port === port
  const [only, ...more] = outputPorts
  return only !== undefined && more.length === 0 && passes(ports[only.name]!.relation) !== null
    ? flagsEndInTable(reader, only.name, run)
    : false
}

/** Whether one operation over inputs that lie ready gives it. */
const isReady = (original: Relation, relation: Relation, run: RunContext): boolean =>
  isKeyed(relation) && leavesOf(original).every(leaf => isCheap(portOf(run, leaf.node, leaf.port).relation))
