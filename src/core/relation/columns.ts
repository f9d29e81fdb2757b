import type { Relation, RelationKind } from './relation.ts'

type Of<K extends RelationKind> = Extract<Relation, { kind: K }>

const visible: { [K in RelationKind]: (relation: Of<K>) => readonly string[] } = {
  scan: relation => relation.columns.map(c => c.name),
  rejects: () => rejectColumns.map(c => c.name),
  values: relation => relation.columns.map(c => c.name),
  series: relation => [relation.column],
  input: relation => relation.columns.map(c => c.name),
  table: relation => relation.columns.map(c => c.name),
  made: relation => [...relation.columns.map(c => c.name), relation.place],
  project: relation => relation.columns.map(c => c.name),
  where: relation => columnsOf(relation.input),
  join: relation => relation.columns.map(c => c.name),
  aggregate: relation => [...relation.keys, ...relation.measures].map(c => c.name),
  sort: relation => columnsOf(relation.input),
  limit: relation => columnsOf(relation.input),
  union: relation => (relation.inputs[0] ? columnsOf(relation.inputs[0]) : []),
  explode: relation => [
    ...columnsOf(relation.input),
    relation.element,
    ...(relation.position === null ? [] : [relation.position]),
  ],
  flag: relation => (relation.columns ? relation.columns.map(c => c.name) : columnsOf(relation.input)),
  sql: relation => relation.columns.map(c => c.name),
}

const known = new WeakMap<Relation, readonly string[]>()

/** Names of a relation's visible columns, in order. */
export const columnsOf = (relation: Relation): readonly string[] => {
  const before = known.get(relation)
  if (before) return before
  const names = (visible[relation.kind] as (r: Relation) => readonly string[])(relation)
  known.set(relation, names)
  return names
}

/** What every source's reject port holds. */
export const rejectColumns = [
  { name: 'file', type: 'VARCHAR' },
  { name: 'line', type: 'BIGINT' },
  { name: 'reason', type: 'VARCHAR' },
  { name: 'raw', type: 'VARCHAR' },
] as const

/** Everything a person's columns may not begin with. */
export const reservedPrefix = '__weir_'
