import type { Expression } from '#core/relation/expression.ts'
import type { Relation } from '#core/relation/relation.ts'
import { inputsOf, relationsOf } from '#core/relation/walk.ts'

/** Whether the first rows can be told without reading everything: each row comes of one row, in the same order. */
export const isStreamable = (relation: Relation): boolean => {
  const all = relationsOf(relation)
  const readers = new Map<Relation, number>()
  for (const reader of all) for (const input of inputsOf(reader)) readers.set(input, (readers.get(input) ?? 0) + 1)
  // What is read twice becomes a common table expression that DuckDB computes whole.
  return all.every(r => rowByRow(r) && (readers.get(r) ?? 0) <= 1)
}

const rowByRow = (relation: Relation): boolean => {
  switch (relation.kind) {
    case 'scan':
    case 'values':
    case 'series':
    case 'table':
    case 'limit':
    case 'union':
      return true
    case 'project':
      return relation.columns.every(c => isScalar(c.expression))
    case 'where':
      return isScalar(relation.predicate)
    case 'explode':
      return isScalar(relation.list)
    case 'flag':
      return [
        ...relation.bits.flatMap(bit => [bit.violation, bit.skip, bit.failure]),
        relation.detail,
        ...(relation.columns ?? []).map(c => c.expression),
      ].every(e => e === null || isScalar(e))
    default:
      return false
  }
}

const isScalar = (expression: Expression): boolean => {
  switch (expression.kind) {
    case 'window':
    case 'in_relation':
    case 'scalar_of':
      return false
    case 'text':
      return !/\bover\b/i.test(expression.text)
    case 'call':
      return expression.arguments.every(isScalar)
    case 'operation':
      return expression.operands.every(isScalar)
    case 'cast':
      return isScalar(expression.input)
    case 'case':
      return [
        ...expression.branches.flatMap(b => [b.when, b.result]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ].every(isScalar)
    case 'lambda':
      return isScalar(expression.body)
    case 'argument':
    case 'column':
    case 'literal':
    case 'parameter':
      return true
  }
}
