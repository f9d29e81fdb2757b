import type { CompiledNode } from '#core/compile/types.ts'
import { op } from '#core/relation/build.ts'
import type { JoinType, Relation } from '#core/relation/relation.ts'
import type { JoinReport } from '#core/report.ts'
import type { RunContext, RunPort } from './context.ts'
import { areSpared, isReady } from './count-ports.ts'
import { countedAtEnd } from './counted-at-end.ts'
import { countJoin, joinOf, keysOfJoin, sides } from './join-counts.ts'
import { portOf } from './ports.ts'
import { isVolatile } from './shape.ts'
import type { RunStatements } from './statements.ts'
import { about, type CountedPorts, lostRows, settle } from './tally.ts'

/** Rows of a join's two inputs that match a row of the other; null: not counted. */
export interface Matches {
  readonly left: number | null
  readonly right: number | null
  /** Pairs of rows that meet. */
  readonly pairs: number | null
}

/** Counts what matches on each side by itself, not as what the unmatched rows leave. */
export const countMatches = async (
  node: CompiledNode,
  ports: Readonly<Record<string, RunPort>>,
  resolved: (relation: Relation) => Relation,
  run: RunContext,
  database: RunStatements,
): Promise<Matches | null> => {
  const original = joinOf(node)
  if (original === null) return null
  const countable = (part: Relation, relation: Relation) => !isVolatile(relation) && isReady(part, relation, run)
  const keys = keysOfJoin(node)
  if (keys !== null) {
    const join = resolved(original)
    // of each row with each only the rows of both sides are counted, not the pairs
    const isCountable =
      original.type === 'cross' ? !isVolatile(join) && areSpared(original, run) : countable(original, join)
    if (join.kind !== 'join' || !isCountable) return { left: null, right: null, pairs: null }
    const known = (side: 'left' | 'right') =>
      (node.inputs[side] ?? [])
        .map(leaf => about(portOf(run, leaf.node, leaf.port).tally) ?? Number.POSITIVE_INFINITY)
        .reduce((a, b) => a + b, 0)
    const counts = await countJoin(join, keys, { left: known('left'), right: known('right') }, database)
    for (const side of sides) settle(ports[`${side}_only`]!.tally, counts[`${side}Only`], node.id)
    if (join.type === 'inner' && !countedAtEnd(node.id, 'out', run)) settle(ports.out!.tally, counts.pairs, node.id)
    const pairs = join.type === 'semi' || join.type === 'anti' ? null : counts.pairs
    return { left: counts.matchedLeft, right: counts.matchedRight, pairs }
  }
  const found: Record<'left' | 'right', number | null> = { left: null, right: null }
  for (const side of sides) {
    const unmatched = node.ports[`${side}_only`]?.relation
    const matched = unmatched && complementOf(resolved(unmatched))
    if (matched && countable(unmatched, matched)) found[side] = await database.count(matched)
  }
  return { ...found, pairs: null }
}

/** The rows that a relation of unmatched rows leaves out. */
const complementOf = (relation: Relation): Relation | null => {
  if (relation.kind === 'join' && relation.type === 'anti') return { ...relation, type: 'semi' }
  if (relation.kind !== 'where' || relation.predicate.kind !== 'in_relation') return null
  return { ...relation, predicate: op('not', relation.predicate) }
}

/** How the rows of a join divide, from counts that were taken one by one. */
export const joinReport = (node: CompiledNode, ports: CountedPorts, matches: Matches): JoinReport => {
  const rows = (port: string) => ports[port]?.rows ?? null
  const [leftOnly, rightOnly] = [rows('left_only'), rows('right_only')]
  const pairs = pairsOf(joinOf(node)!.type, rows('out'), leftOnly, rightOnly) ?? matches.pairs
  return {
    matchedLeft: matches.left,
    matchedRight: matches.right,
    leftOnly,
    rightOnly,
    pairs,
    fanOut: pairs === null || !matches.left ? null : pairs / matches.left,
  }
}

/** Rows of `out` that two rows met in; null where they cannot be told from the others. */
const pairsOf = (type: JoinType, out: number | null, leftOnly: number | null, rightOnly: number | null) => {
  if (out === null || type === 'semi' || type === 'anti') return null
  const beside = [
    ...(type === 'left' || type === 'full' ? [leftOnly] : []),
    ...(type === 'right' || type === 'full' ? [rightOnly] : []),
  ]
  return beside.reduce<number | null>((rest, n) => (rest === null || n === null ? null : rest - n), out)
}

/** Checks that each side's matched and unmatched rows are all that came in, and that `out` can be made of them. */
export const checkJoin = (node: CompiledNode, ports: CountedPorts, matches: Matches): void => {
  const { id } = node
  const { type } = joinOf(node)!
  const { matchedLeft, matchedRight, leftOnly, rightOnly, pairs } = joinReport(node, ports, matches)
  if (pairs !== null && matches.pairs !== null && pairs !== matches.pairs) {
    throw lostRows(id, `${matches.pairs} pairs of rows meet, and ${pairs} came of it`)
  }
  const out = ports.out?.rows
  const add = (side: string, matched: number | null, only: number | null) => {
    const all = ports[side]?.rows
    if (all == null || matched === null || only === null || matched + only === all) return
    throw lostRows(id, `${all} came in by \`${side}\`, ${matched} of them match and ${only} do not`)
  }
  add('left', matchedLeft, leftOnly)
  add('right', matchedRight, rightOnly)
  const kept = type === 'semi' ? matchedLeft : type === 'anti' ? leftOnly : null
  if (out != null && kept !== null && out !== kept) {
    throw lostRows(id, `${kept} rows of \`left\` should be in \`out\`, and ${out} are`)
  }
  if (pairs === null || matchedLeft === null || matchedRight === null) return
  if (pairs >= Math.max(matchedLeft, matchedRight) && pairs <= matchedLeft * matchedRight) return
  throw lostRows(id, `${matchedLeft} rows of \`left\` match ${matchedRight} of \`right\`, and ${pairs} rows came of it`)
}
