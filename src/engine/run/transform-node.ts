import type { CompiledNode } from '#core/compile/types.ts'
import type { Aggregate, Relation, Table } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'
import { leavesOf, relationsOf } from '#core/relation/walk.ts'
import type { Materialised } from '../duckdb/materialise.ts'
import { bodiesOf } from './bodies.ts'
import { evaluateChecks } from './checks.ts'
import type { RunContext, RunPort } from './context.ts'
import { replayInputs } from './corrections.ts'
import { countPorts, notFlaggedYet } from './count-ports.ts'
import { countedAtEnd } from './counted-at-end.ts'
import { type Groups, materialiseGroups } from './groups.ts'
import { countMatches, type Matches } from './joins.ts'
import { hasPolicy } from './policy.ts'
import { portOf } from './ports.ts'
import { isCheap, isPlain, isVolatile, keepsRejects, maySetFlags, passes, readsRejects } from './shape.ts'
import type { RunStatements } from './statements.ts'
import { about, settle, type Tally } from './tally.ts'

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
  const twice = new Set<Relation>()
  for (const { name } of inReadingOrder(node)) {
    const { relation: original } = node.ports[name]!
    const relation = resolved(original)
    const tallies = talliesOf(original, run)
    const table = tables.get(relation)
    settleTold(node, name, tallies, database)
    if (table) settle(tallies.tally, table.rows, node.id)
    if (relation.kind === 'aggregate') summed = null
    const plain = isPlain(relation, own)
    const liesReady = plain || isCheap(relation) ? false : await database.has(relation)
    if (plain || !(liesReady || mustMaterialise(node, name, { relation, ...tallies }, run))) {
      ports[name] = { relation, ...tallies, fused: plain ? [] : fusedInto(original, node.id, run) }
      continue
    }
    const made =
      relation.kind === 'aggregate'
        ? await materialiseCounted(original, relation, node.id, run, database)
        : await database.materialise(relation, node.id)
    settle(tallies.tally, made.rows, node.id)
    if ('summed' in made) {
      summed = made.summed
      settle(tallies.tally, made.counted, node.id)
      twice.add(made.table)
    }
    origins.set(made.table, original)
    ports[name] = { relation: made.table, ...tallies, fused: [] }
  }
  await evaluateChecks(node, resolved, run, database)
  await countPorts(node, ports, { origins, twice }, run, database)
  const matches = await countMatches(node, ports, resolved, run, database)
  const body = node.compiled?.body && resolved(node.compiled.body)
  return { ports, body: body?.kind === 'table' ? body : null, matches, summed, resolved }
}

/** The sizes of groups count rows that came in one for one, where nobody has counted them before. */
const materialiseCounted = async (
  original: Relation,
  relation: Aggregate,
  id: string,
  run: RunContext,
  database: RunStatements,
): Promise<Groups> => {
  const before = original.kind === 'aggregate' ? original.input : undefined
  const uncounted = notFlaggedYet(before, run)
  const groups = await materialiseGroups(
    relation,
    id,
    uncounted.map(({ slots }) => slots),
    database,
  )
  for (const [i, { flagged }] of uncounted.entries()) settle(flagged, groups.flagged[i]!, id, 'flagged rows')
  const leaf = before && passes(before)
  const tally = leaf && portOf(run, leaf.node, leaf.port).tally
  if (tally?.rows === null) settle(tally, groups.summed, id)
  return groups
}

type Counts = Pick<RunPort, 'tally' | 'flagged'>

/** Ports with the same rows share their count of rows, and those with the same flags that of flagged rows. */
const talliesOf = (original: Relation, run: RunContext): Counts => {
  const through = passes(original)
  const before = through && portOf(run, through.node, through.port)
  const sameFlags = before && !relationsOf(original).some(part => part.kind === 'flag')
  const own = { rows: isSource(original) && !maySetFlags(original) ? 0 : null }
  return {
    tally: before?.tally ?? { rows: null, ...comingOf(original, run) },
    flagged: sameFlags ? before.flagged : own,
  }
}

/** What is known of the rows that a port's come of: those of its longest input. */
const comingOf = (original: Relation, run: RunContext): Pick<Tally, 'of'> => {
  const known = leavesOf(original).flatMap(leaf => about(portOf(run, leaf.node, leaf.port).tally) ?? [])
  return known.length > 0 ? { of: Math.max(...known) } : {}
}

const isSource = (original: Relation): boolean => leavesOf(original).length === 0

/** Rejected lines are known when the rows have been read to the end. */
const inReadingOrder = (node: CompiledNode) =>
  [...node.outputPorts].sort(
    (a, b) => Number(readsRejects(node.ports[a.name]!.relation)) - Number(readsRejects(node.ports[b.name]!.relation)),
  )

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

/** What a source's files have told of its rows. */
const settleTold = (
  { id, compiled }: CompiledNode,
  port: string,
  { tally, flagged }: Counts,
  { reads }: RunStatements,
): void => {
  const rows = compiled?.source?.rows
  if (rows === undefined || port !== 'out') return
  tally.expected = rows
  if (reads) settle(tally, rows, id)
  settle(flagged, 0, id, 'flagged rows')
}

/** A smaller table costs nothing that is felt, and lets what filters leave be counted. */
const isMany = (tally: Tally): boolean => (about(tally) ?? 0) >= 20_000

const mustMaterialise = (
  node: CompiledNode,
  port: string,
  { relation, tally }: Counts & Pick<RunPort, 'relation'>,
  run: RunContext,
): boolean => {
  const { plan, flow } = run
  const readers = plan.readers(node.id, port)
  const isDefault = node.outputPorts[0]?.name === port
  if (node.compiled?.gate && (readers.length === 0 || !isCheap(relation))) return !isCheap(relation)
  if (readers.length === 0 && !(isDefault && plan.targets.has(node.id))) return keepsRejects(relation) && isDefault
  if (readers.length === 0 || readers.length > 1) return true
  if (keepsRejects(relation) || isVolatile(relation) || relation.kind === 'aggregate') return true
  if (hasPolicy(node.node) || readers.some(reader => hasPolicy(flow.nodes[reader]!.node))) return true
  if (isCheap(relation)) return false
  // How many cells did not fit would not be known.
  const original = node.ports[port]!.relation
  if (isSource(original) && maySetFlags(original)) return true
  if (plan.readings(node.id, port, isMany(tally) ? 'needed' : 'all') > 1) return true
  return (
    !isMany(tally) &&
    tally.expected === undefined &&
    passes(node.ports[port]!.relation) === null &&
    !countedAtEnd(node.id, port, run)
  )
}
