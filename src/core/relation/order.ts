import type { Relation, RelationKind } from './relation.ts'

type Of<K extends RelationKind> = Extract<Relation, { kind: K }>

const ordered: { [K in RelationKind]: (relation: Of<K>) => boolean } = {
  scan: () => true,
  rejects: () => true,
  values: () => true,
  input: relation => relation.ordered,
  table: relation => relation.ordered,
  project: relation => isOrdered(relation.input),
  where: relation => isOrdered(relation.input),
  join: () => false,
  aggregate: () => false,
  sort: () => true,
  limit: relation => isOrdered(relation.input),
  union: relation => relation.inputs.every(isOrdered),
  flag: relation => isOrdered(relation.input),
  sql: relation => relation.ordered,
}

/** Whether rows come in an order that is the same in every run: the file's, or a sort's. */
export const isOrdered = (relation: Relation): boolean => (ordered[relation.kind] as (r: Relation) => boolean)(relation)
