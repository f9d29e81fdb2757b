import type { Expression } from './expression.ts'
import type { NamedExpression, Relation, Table } from './relation.ts'
import { inputsOf, partsOf } from './walk.ts'

/** Whether an expression's value may be another where rows come in another order. */
const looksAround = (expression: Expression): boolean => {
  if (expression.kind === 'window' || expression.kind === 'in_relation' || expression.kind === 'scalar_of') return true
  if (expression.kind === 'text') return /\bover\b/i.test(expression.text)
  return partsOf(expression).some(looksAround)
}

const named = (columns: readonly NamedExpression[] | null | undefined): readonly Expression[] =>
  (columns ?? []).map(({ expression }) => expression)

/** What a relation computes of the rows of its input. */
const expressionsOf = (relation: Relation): readonly Expression[] => {
  switch (relation.kind) {
    case 'where':
      return [relation.predicate]
    case 'project':
      return [...named(relation.columns), ...named(relation.words)]
    case 'flag': {
      const judged = [...relation.bits.flatMap(bit => [bit.violation, bit.skip, bit.failure]), relation.detail]
      return [...judged.filter(part => part !== null), ...named(relation.columns)]
    }
    case 'aggregate':
      return [...named(relation.keys), ...named(relation.measures)]
    case 'explode':
      return [relation.list]
    case 'sort':
      return relation.order.map(term => term.expression)
    default:
      return []
  }
}

/** DuckDB's own columns of a Parquet file's rows, which a column of the file may hide. */
const ofPlaces = new Set(['file_row_number', 'file_index'])

/**
 * The relations from Parquet files up to one that gives their rows one by one, so that each row can have its place in the files beside it;
 * null: they are read in another way, or one of them looks at further rows.
 */
export const placeable = (relation: Relation): ReadonlySet<Relation> | null => {
  if (expressionsOf(relation).some(looksAround)) return null
  switch (relation.kind) {
    case 'scan': {
      const isHidden = relation.columns.some(({ name }) => ofPlaces.has(name.toLowerCase()))
      return relation.reader === 'parquet' && !isHidden ? new Set([relation]) : null
    }
    case 'where':
    case 'project':
    case 'flag': {
      const below = relation.kind === 'flag' && relation.late ? null : placeable(relation.input)
      return below && new Set([...below, relation])
    }
    default:
      return null
  }
}

/** Aggregates that give the same whatever order their rows come in. */
const orderless: ReadonlySet<string> = new Set([
  ...['count', 'count_if', 'count_star', 'sum', 'avg', 'min', 'max', 'median'],
  ...['bit_and', 'bit_or', 'bit_xor', 'bool_and', 'bool_or', 'stddev_samp', 'stddev_pop', 'var_samp', 'var_pop'],
])

const readsOrder = (measure: Expression): boolean => {
  if (measure.kind === 'column' || measure.kind === 'literal' || measure.kind === 'parameter') return false
  if (measure.kind === 'operation' || measure.kind === 'cast' || measure.kind === 'case')
    return partsOf(measure).some(readsOrder)
  if (measure.kind !== 'call' || !orderless.has(measure.function.toLowerCase())) return true
  return (measure.order?.length ?? 0) > 0
}

/** Whether a relation's inputs must come in their order, for its rows to come in theirs or for any to come as they are. */
const needsOrder = (relation: Relation, inOrder: boolean): boolean => {
  if (expressionsOf(relation).some(looksAround)) return true
  switch (relation.kind) {
    case 'aggregate':
      return named(relation.measures).some(readsOrder)
    case 'sort':
    case 'join':
      return false
    case 'limit':
    case 'sql':
      return true
    default:
      return inOrder
  }
}

/** The tables whose rows lie in no order, and that a relation must read in the order of their places. */
export const readInOrder = (root: Relation): ReadonlySet<Relation> => {
  const found = new Set<Table>()
  const seen = { inOrder: new Set<Relation>(), inAny: new Set<Relation>() }
  const visit = (relation: Relation, inOrder: boolean): void => {
    const before = inOrder ? seen.inOrder : seen.inAny
    if (before.has(relation)) return
    before.add(relation)
    if (relation.kind === 'table' && relation.place !== undefined && inOrder) found.add(relation)
    for (const input of inputsOf(relation)) visit(input, needsOrder(relation, inOrder))
  }
  visit(root, true)
  return found
}
