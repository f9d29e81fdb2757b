import type { CompiledNode } from '#core/compile/types.ts'
import { op } from '#core/relation/build.ts'
import type { JoinType, Relation } from '#core/relation/relation.ts'
import type { JoinReport } from '#core/report.ts'
import { type CountedPorts, lostRows } from './tally.ts'

/** Rows of a join's two inputs that match a row of the other; null: not counted. */
export interface Matches {
  readonly left: number | null
  readonly right: number | null
}

const sides = ['left', 'right'] as const

/** Counts what matches on each side by itself, not as what the unmatched rows leave. */
export const countMatches = async (
  node: CompiledNode,
  countable: (original: Relation, matched: Relation) => boolean,
  resolved: (relation: Relation) => Relation,
  count: (relation: Relation) => Promise<number>,
): Promise<Matches | null> => {
  if (joinOf(node) === null) return null
  const found: Record<'left' | 'right', number | null> = { left: null, right: null }
  for (const side of sides) {
    const unmatched = node.ports[`${side}_only`]?.relation
    const matched = unmatched && complementOf(resolved(unmatched))
    if (matched && countable(unmatched, matched)) found[side] = await count(matched)
  }
  return found
}

/** The type of join that a node is, or null. */
const joinOf = (node: CompiledNode): JoinType | null => {
  const out = node.compiled?.ports.out
  return out?.kind === 'join' && sides.every(side => node.ports[`${side}_only`]) ? out.type : null
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
  const pairs = pairsOf(joinOf(node)!, rows('out'), leftOnly, rightOnly)
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
  const type = joinOf(node)!
  const { matchedLeft, matchedRight, leftOnly, rightOnly, pairs } = joinReport(node, ports, matches)
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
