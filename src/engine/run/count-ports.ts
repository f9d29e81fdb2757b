import type { CompiledNode } from '#core/compile/types.ts'
import { literal, op } from '#core/relation/build.ts'
import type { Relation } from '#core/relation/relation.ts'
import { slotsOf } from '#core/relation/slots.ts'
import { leavesOf, relationsOf } from '#core/relation/walk.ts'
import { countAll, countWhere, isFlagged } from '../rows/count.ts'
import type { RunContext, RunPort } from './context.ts'
import { countedAtEnd } from './counted-at-end.ts'
import { keysOfJoin } from './join-counts.ts'
import { portOf } from './ports.ts'
import { exposed, filterOf, isAtHand, isCheap, isKeyed, isVolatile, passes, readsFile, readsRejects } from './shape.ts'
import type { RunStatements } from './statements.ts'
import { settle, type Tally } from './tally.ts'
import { isWorthCounting } from './worth.ts'

/** The tables that a node has made: what each comes of, and those whose rows were counted twice already. */
interface Tables {
  readonly origins: ReadonlyMap<Relation, Relation>
  readonly twice: ReadonlySet<Relation>
}

/** Counts what can be counted at once: filters over one relation in one statement, other cheap ports each in its own. */
export const countPorts = async (
  node: CompiledNode,
  ports: Readonly<Record<string, RunPort>>,
  { origins, twice }: Tables,
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
    if (base !== null && isSettled(ports[name]!) && (twice.has(base) || !isWorthTwo(base, ports[name]!))) continue
    if (base !== null && base !== relation && readsFile(base) && !isWorthCounting(node.ports[name]!.relation, run))
      continue
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

/** Also where its statements are only told, and no row is there to count. */
const isCounted = ({ rows, expected }: Tally): boolean => rows !== null || expected !== undefined

/** Whether nothing of a port is left to count. */
const isSettled = ({ relation, tally, flagged }: RunPort): boolean =>
  isCounted(tally) && (flagged.rows !== null || !hasFlagsReady(relation))

/** Whether a second count is taken, to hold the first against: of a table, by the first node that reads it or its filtered rows. */
const isWorthTwo = (base: Relation, { fused }: RunPort): boolean => base.kind === 'table' && isShort(fused)

/** A filter over a table, and one node more. */
const isShort = (fused: readonly string[]): boolean => fused.length <= 2

/** Ports whose rows came into a table one for one, uncounted: the first slots of the table hold their flags. */
export const notFlaggedYet = (
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

/** What a port's rows are taken from, where one statement can count it: a table, or what is at hand under a filter. */
const baseOf = (relation: Relation): Relation | null => {
  if (relation.kind === 'table') return relation
  const filter = filterOf(relation)
  return filter && isCheap(filter) && isAtHand(filter.input) ? filter.input : null
}

const showing = (base: Relation): Relation => (base.kind === 'table' ? exposed(base) : base)

const measures = (relation: Relation, base: Relation, name: string) => {
  const own = base === relation ? undefined : filterOf(relation)
  const filter = own?.predicate ?? literal(true)
  return [
    // without a filter, Parquet's footers tell
    [`rows_${name}`, own ? countWhere(filter) : countAll] as const,
    ...(hasFlagsReady(base) ? [[`flagged_${name}`, countWhere(op('and', filter, isFlagged(base)))] as const] : []),
  ]
}

/** Whether the flags of its rows can be counted without reading a file once more. */
const hasFlagsReady = (relation: Relation): boolean =>
  slotsOf(relation).length > 0 && !relationsOf(relation).some(part => part.kind === 'scan')

/** Ports of a volatile node that are not tables give other rows at each reading: a count would not be theirs. */
const isUncertain = (node: CompiledNode, port: string, run: RunContext): boolean =>
  isVolatile(node.ports[port]!.relation) && run.plan.readers(node.id, port).length === 0

/** A port that costs one more operation over what lies ready; the unmatched rows of a join are counted with those that match. */
const isCountable = (node: CompiledNode, port: string, relation: Relation, run: RunContext): boolean => {
  if (isAtHand(relation)) return true
  if (port !== 'out' && keysOfJoin(node) !== null) return false
  if (countedAtEnd(node.id, port, run)) return false
  if (readsRejects(relation)) return true
  if (isCheap(relation) && filterOf(relation)) return false
  return isReady(node.ports[port]!.relation, relation, run)
}

/** Whether a port's rows or flags are still to be counted, and can be. */
const isOpen = (node: CompiledNode, name: string, port: RunPort, run: RunContext): boolean => {
  const { relation, tally, flagged, fused } = port
  if (!isCounted(tally) && isCountable(node, name, relation, run)) return true
  const isNear = isAtHand(relation) || (isShort(fused) && isSpared(relation))
  return flagged.rows === null && hasFlagsReady(relation) && isNear && !flagsEndInTable(node.id, name, run)
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

/** Whether one operation over inputs that lie ready gives it, which is worth its time. */
export const isReady = (original: Relation, relation: Relation, run: RunContext): boolean =>
  isKeyed(relation) && areSpared(original, run)

/** Whether what a relation is made of lies ready, and is worth the time of reading it once more. */
export const areSpared = (original: Relation, run: RunContext): boolean =>
  isWorthCounting(original, run) &&
  leavesOf(original).every(leaf => isSpared(portOf(run, leaf.node, leaf.port).relation))

/** Whether reading it once more reads tables, or no more of a file than its columns. */
const isSpared = (relation: Relation): boolean => isCheap(relation) && (isAtHand(relation) || !readsFile(relation))
