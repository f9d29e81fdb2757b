import type { CompiledNode } from '#core/compile/types.ts'
import { aggregate, aggregateCall, all, column, join, literal, op, project } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Join, Relation } from '#core/relation/relation.ts'
import { countAll } from '../rows/count.ts'
import type { RunStatements } from './statements.ts'
import { few } from './worth.ts'

/** Rows of a join's two sides by whether the other side has their keys, and the pairs that meet; null: not counted. */
export interface JoinCounts {
  readonly matchedLeft: number | null
  readonly matchedRight: number | null
  readonly leftOnly: number
  readonly rightOnly: number
  readonly pairs: number
}

interface Key {
  readonly left: Expression
  readonly right: Expression
  readonly operator: '=' | 'is_not_distinct'
}

const sideOf = (expression: Expression): 'left' | 'right' | undefined =>
  expression.kind === 'cast' ? sideOf(expression.input) : expression.kind === 'column' ? expression.side : undefined

const alone = (expression: Expression): Expression =>
  expression.kind === 'cast'
    ? { ...expression, input: alone(expression.input) }
    : expression.kind === 'column'
      ? column(expression.name)
      : expression

/** The pairs of keys that a condition compares, if it does nothing else. */
const keysIn = (condition: Expression | null): readonly Key[] | null => {
  if (condition?.kind !== 'operation') return null
  const { operator, operands } = condition
  if (operator === 'and') {
    const parts = operands.map(keysIn)
    return parts.every(part => part !== null) ? parts.flat() : null
  }
  if (operator !== '=' && operator !== 'is_not_distinct') return null
  const [left, right] = (['left', 'right'] as const).map(side => operands.find(operand => sideOf(operand) === side))
  return left && right ? [{ left: alone(left), right: alone(right), operator }] : null
}

export const sides = ['left', 'right'] as const

/** The join that a node is, if it shows what does not match, or null. */
export const joinOf = (node: CompiledNode): Join | null => {
  const out = node.compiled?.ports.out
  return out?.kind === 'join' && sides.every(side => node.ports[`${side}_only`]) ? out : null
}

/** All rows of both sides have the same key. */
const everyPair: readonly Key[] = [{ left: literal(true), right: literal(true), operator: '=' }]

/** The keys by which a node joins, if nothing else decides; null of other nodes. */
export const keysOfJoin = (node: CompiledNode): readonly Key[] | null => {
  const found = joinOf(node)
  return found?.type === 'cross' ? everyPair : keysIn(found?.condition ?? null)
}

/**
 * Counts all in one pass: the keys of both sides, each with how often it occurs, in a full join. `known`: about how many rows there are; of
 * many only the side with fewer is grouped, and how many of its own rows match stays uncounted. Of rows that all have one key both sides are one group.
 */
export const countJoin = async (
  { type, ...given }: Join,
  keys: readonly Key[],
  known: Readonly<Record<'left' | 'right', number>>,
  database: RunStatements,
): Promise<JoinCounts> => {
  const isSmall = keys === everyPair || known.left + known.right <= few
  const grouped = { left: isSmall || known.left < known.right, right: isSmall || known.left >= known.right }
  const side = (name: 'left' | 'right'): Relation => {
    const own = keys.map((key, i) => ({ name: `k${i}`, expression: key[name] }))
    if (grouped[name]) return aggregate(given[name], own, [{ name: 'n', expression: countAll }])
    return project(given[name], [...own, { name: 'n', expression: literal(1) }])
  }
  const met = join({
    type: 'full',
    left: side('left'),
    right: side('right'),
    condition: all(keys.map(({ operator }, i) => op(operator, column(`k${i}`, 'left'), column(`k${i}`, 'right')))),
    columns: [
      { name: 'l', expression: column('n', 'left') },
      { name: 'r', expression: column('n', 'right') },
    ],
    via: { left: 'left', right: 'right' },
  })
  const [l, r] = [column('l'), column('r')]
  const sum = (what: Expression, where: Expression) => aggregateCall('sum', [what], { where })
  const both = op('and', op('is_not_null', l), op('is_not_null', r))
  const wanted: Record<string, Expression> = {
    rows_left_only: sum(l, op('is_null', r)),
    rows_right_only: sum(r, op('is_null', l)),
    rows_pairs: sum(op('*', l, r), both),
    ...(grouped.right ? { rows_left: sum(l, both) } : {}),
    ...(grouped.left ? { rows_right: sum(r, both) } : {}),
  }
  const counts: Record<string, number> = await database.counts(met, wanted)
  return {
    matchedLeft: counts.rows_left ?? null,
    matchedRight: counts.rows_right ?? null,
    leftOnly: counts.rows_left_only!,
    rightOnly: counts.rows_right_only!,
    pairs: counts.rows_pairs!,
  }
}
