import type { Expression } from './expression.ts'
import type { Input, Marks, NamedExpression, Relation, RelationKind } from './relation.ts'

type Of<K extends RelationKind> = Extract<Relation, { kind: K }>

/** Relations that an expression looks into (IN over a relation, a relation's one cell), at any depth. */
export const relationsIn = (expression: Expression): readonly Relation[] => {
  const own = expression.kind === 'in_relation' || expression.kind === 'scalar_of' ? [expression.relation] : []
  return [...own, ...partsOf(expression).flatMap(relationsIn)]
}

/** Names of the columns that an expression reads, at any depth; not those of relations that it looks into. */
export const columnsIn = (expression: Expression): readonly string[] => {
  switch (expression.kind) {
    case 'column':
      return [expression.name]
    case 'text':
      return expression.references.map(reference => reference.name)
    case 'literal':
    case 'parameter':
    case 'scalar_of':
      return []
    default:
      return partsOf(expression).flatMap(columnsIn)
  }
}

/** The expressions directly under one. */
export const partsOf = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'in_relation':
      return expression.needles
    case 'call':
      return [
        ...expression.arguments,
        ...(expression.order ?? []).map(term => term.expression),
        ...(expression.where ? [expression.where] : []),
      ]
    case 'operation':
      return expression.operands
    case 'cast':
      return [expression.input]
    case 'lambda':
      return [expression.body]
    case 'case':
      return [
        ...expression.branches.flatMap(branch => [branch.when, branch.result]),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ]
    case 'window':
      return [expression.call, ...expression.partition, ...expression.order.map(term => term.expression)]
    default:
      return []
  }
}

const inNamed = (columns: readonly NamedExpression[] | null) => (columns ?? []).flatMap(c => relationsIn(c.expression))

const flagsOf = ({ flag, otherwise }: Marks): readonly Relation[] => (otherwise ? [flag, otherwise] : [flag])

const below: { [K in RelationKind]: (relation: Of<K>) => readonly Relation[] } = {
  scan: () => [],
  rejects: relation => [relation.scan],
  values: () => [],
  series: () => [],
  input: () => [],
  table: () => [],
  made: () => [],
  project: relation => [relation.input, ...inNamed(relation.columns), ...inNamed(relation.words ?? null)],
  where: relation => [relation.input, ...relationsIn(relation.predicate)],
  join: relation => [relation.left, relation.right, ...(relation.condition ? relationsIn(relation.condition) : [])],
  aggregate: relation => [relation.input, ...inNamed(relation.keys), ...inNamed(relation.measures)],
  sort: relation => [relation.input],
  limit: relation => [relation.input],
  union: relation => relation.inputs,
  explode: relation => [relation.input, ...relationsIn(relation.list)],
  flag: relation => [
    relation.input,
    ...relation.bits.flatMap(bit => [bit.violation, bit.skip, bit.failure].flatMap(e => (e ? relationsIn(e) : []))),
    ...inNamed(relation.columns),
    ...(relation.late ? [relation.late.early, ...relation.late.marks.flatMap(flagsOf)] : []),
  ],
  sql: relation => relation.inputs.map(input => input.relation),
}

/** Relations that a relation reads directly. */
export const inputsOf = (relation: Relation): readonly Relation[] =>
  (below[relation.kind] as (r: Relation) => readonly Relation[])(relation)

/** All relations of a tree, each once, inputs first. */
export const relationsOf = (root: Relation): readonly Relation[] => {
  const seen = new Set<Relation>()
  const visit = (relation: Relation): void => {
    if (seen.has(relation)) return
    for (const input of inputsOf(relation)) visit(input)
    seen.add(relation)
  }
  visit(root)
  return [...seen]
}

/** The input leaves of a tree, each once. */
export const leavesOf = (root: Relation): readonly Input[] =>
  relationsOf(root).filter((relation): relation is Input => relation.kind === 'input')
