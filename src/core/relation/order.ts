import type { Expression } from './expression.ts'
import type { Flag, NamedExpression, Relation, RelationKind } from './relation.ts'

type Of<K extends RelationKind> = Extract<Relation, { kind: K }>

/** DuckDB plans a look into other rows as a join or partition by partition; a window over all rows as they come leaves them so. */
const scatters = (expression: Expression | null): boolean => {
  switch (expression?.kind) {
    case 'window':
      return expression.partition.length + expression.order.length > 0
    case 'call':
      return expression.arguments.some(scatters)
    case 'operation':
      return expression.operands.some(scatters)
    case 'cast':
      return scatters(expression.input)
    case 'lambda':
      return scatters(expression.body)
    case 'case':
      return (
        expression.branches.some(b => scatters(b.when) || scatters(b.result)) ||
        (expression.otherwise !== null && scatters(expression.otherwise))
      )
    case 'in_relation':
    case 'scalar_of':
      return true
    default:
      return false
  }
}

const anyScatters = (columns: readonly NamedExpression[] | null): boolean =>
  (columns ?? []).some(c => scatters(c.expression))

const flagsScatter = (relation: Flag): boolean =>
  anyScatters(relation.columns) || relation.bits.some(bit => [bit.violation, bit.skip, bit.failure].some(scatters))

const ordered: { [K in RelationKind]: (relation: Of<K>) => boolean } = {
  scan: () => true,
  rejects: () => true,
  values: () => true,
  series: () => true,
  input: relation => relation.ordered,
  table: relation => relation.ordered,
  made: () => true,
  project: relation => isOrdered(relation.input) && !anyScatters(relation.columns),
  where: relation => isOrdered(relation.input) && !scatters(relation.predicate),
  join: () => false,
  aggregate: () => false,
  sort: () => true,
  limit: relation => isOrdered(relation.input),
  union: relation => relation.inputs.every(isOrdered),
  explode: relation => isOrdered(relation.input) && !scatters(relation.list),
  flag: relation =>
    relation.late ? isOrdered(relation.late.early) : isOrdered(relation.input) && !flagsScatter(relation),
  sql: relation => relation.ordered,
}

/** Whether rows come in an order that is the same in every run: the file's, or a sort's. */
export const isOrdered = (relation: Relation): boolean => (ordered[relation.kind] as (r: Relation) => boolean)(relation)
