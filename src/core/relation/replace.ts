import type { Expression, OrderTerm } from './expression.ts'
import type { Flag, Late, NamedExpression, Relation, RelationKind } from './relation.ts'

type Of<K extends RelationKind> = Extract<Relation, { kind: K }>
type Step = (relation: Relation) => Relation

const termsOf = (order: readonly OrderTerm[], go: (e: Expression) => Expression) =>
  order.map(term => ({ ...term, expression: go(term.expression) }))

const inExpression = (expression: Expression, step: Step): Expression => {
  const go = (e: Expression) => inExpression(e, step)
  switch (expression.kind) {
    case 'in_relation':
      return { ...expression, needles: expression.needles.map(go), relation: step(expression.relation) }
    case 'scalar_of':
      return { ...expression, relation: step(expression.relation) }
    case 'call':
      return {
        ...expression,
        arguments: expression.arguments.map(go),
        ...(expression.where ? { where: go(expression.where) } : {}),
        ...(expression.order ? { order: termsOf(expression.order, go) } : {}),
      }
    case 'operation':
      return { ...expression, operands: expression.operands.map(go) }
    case 'cast':
      return { ...expression, input: go(expression.input) }
    case 'case':
      return {
        ...expression,
        branches: expression.branches.map(b => ({ when: go(b.when), result: go(b.result) })),
        otherwise: expression.otherwise && go(expression.otherwise),
      }
    case 'window':
      return {
        ...expression,
        call: go(expression.call) as typeof expression.call,
        partition: expression.partition.map(go),
        order: termsOf(expression.order, go),
      }
    case 'lambda':
      return { ...expression, body: go(expression.body) }
    case 'argument':
    case 'column':
    case 'literal':
    case 'text':
    case 'parameter':
      return expression
  }
}

const named = (columns: readonly NamedExpression[], step: Step) =>
  columns.map(c => ({ name: c.name, expression: inExpression(c.expression, step) }))

const lateOf = (late: Late, step: Step): Late => ({
  early: step(late.early),
  marks: late.marks.map(({ flag, otherwise }) => ({
    flag: step(flag) as Flag,
    otherwise: otherwise && (step(otherwise) as Flag),
  })),
})

const rebuilt: { [K in RelationKind]: (relation: Of<K>, step: Step) => Relation } = {
  scan: relation => relation,
  rejects: relation => relation,
  values: relation => relation,
  series: relation => relation,
  input: relation => relation,
  table: relation => relation,
  made: relation => relation,
  project: (relation, step) => ({
    ...relation,
    input: step(relation.input),
    columns: named(relation.columns, step),
    ...(relation.words ? { words: named(relation.words, step) } : {}),
  }),
  where: (relation, step) => ({
    ...relation,
    input: step(relation.input),
    predicate: inExpression(relation.predicate, step),
  }),
  join: (relation, step) => ({
    ...relation,
    left: step(relation.left),
    right: step(relation.right),
    condition: relation.condition && inExpression(relation.condition, step),
  }),
  aggregate: (relation, step) => ({
    ...relation,
    input: step(relation.input),
    keys: named(relation.keys, step),
    measures: named(relation.measures, step),
  }),
  sort: (relation, step) => ({ ...relation, input: step(relation.input) }),
  limit: (relation, step) => ({ ...relation, input: step(relation.input) }),
  union: (relation, step) => ({ ...relation, inputs: relation.inputs.map(step) }),
  explode: (relation, step) => ({
    ...relation,
    input: step(relation.input),
    list: inExpression(relation.list, step),
  }),
  flag: (relation, step) => ({
    ...relation,
    input: step(relation.input),
    bits: relation.bits.map(bit => ({
      violation: inExpression(bit.violation, step),
      skip: bit.skip && inExpression(bit.skip, step),
      failure: bit.failure && inExpression(bit.failure, step),
    })),
    detail: relation.detail && inExpression(relation.detail, step),
    columns: relation.columns && named(relation.columns, step),
    ...(relation.late ? { late: lateOf(relation.late, step) } : {}),
  }),
  sql: (relation, step) => ({
    ...relation,
    inputs: relation.inputs.map(input => ({ name: input.name, relation: step(input.relation) })),
  }),
}

/**
 * A tree in which every relation that `replacement` answers for stands replaced (it is not looked into further). Shared
 * subtrees stay shared; pass one `memo` for several trees that share parts.
 */
export const replace = (
  root: Relation,
  replacement: (relation: Relation) => Relation | null,
  memo = new Map<Relation, Relation>(),
): Relation => {
  const step: Step = relation => {
    const before = memo.get(relation)
    if (before) return before
    const own = replacement(relation)
    const after = own ?? (rebuilt[relation.kind] as (r: Relation, s: Step) => Relation)(relation, step)
    memo.set(relation, after)
    return after
  }
  return step(root)
}
