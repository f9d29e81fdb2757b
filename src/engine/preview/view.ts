import type { CompiledFlow } from '#core/compile/types.ts'
import {
  call,
  column,
  inRelation,
  keep,
  limit,
  literal,
  op,
  orderBy,
  project,
  sort,
  values,
  where,
} from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { NamedExpression, Relation, Table } from '#core/relation/relation.ts'
import { hiddenColumns } from '#core/relation/slots.ts'
import type { PageQuery } from '../types.ts'
import { predicateOf, shownColumn } from './filter.ts'
import type { Held } from './tables.ts'

/** A row's place in the table it is read from. */
export const positionColumn = '__weir_position'

/** In a view, the place of the row that is shown there. */
export const placeColumn = '__weir_place'

/** The rows with their places; hidden columns stand as plain ones behind the others, so that nothing carries them further. */
export const placed = ({ table, position }: Held, columns: readonly NamedExpression[]): Relation =>
  project(Object.freeze({ ...table, slots: [], extras: [] }), [
    { name: positionColumn, expression: column(position) },
    ...columns,
    ...keep([...hiddenColumns(table), ...table.extras]),
  ])

export const all = (table: Table): readonly NamedExpression[] => keep(columnsOf(table))

/** The places of the rows that a query shows, in its order: a view is eight bytes a row, however wide the rows are. */
export const viewOf = (held: Held, query: Pick<PageQuery, 'filter' | 'sort'>, flow: CompiledFlow): Relation => {
  const rows = placed(held, all(held.table))
  const shown = query.filter ? where(rows, predicateOf(query.filter, held.table, flow)) : rows
  const place = { name: placeColumn, expression: column(positionColumn) }
  const keys = (query.sort ?? []).map((term, i) => ({
    name: `__weir_key_${i}`,
    expression: column(shownColumn(held.table.columns, term.column).name),
    direction: term.direction,
  }))
  if (keys.length === 0) return project(shown, [place])
  const sorted = sort(
    project(shown, [{ name: positionColumn, expression: column(positionColumn) }, ...keys]),
    keys.map(key => orderBy(column(key.name), key.direction)),
  )
  return project(sorted, [place])
}

const between = (name: string, from: number, count: number) =>
  op('and', op('>=', column(name), literal(from)), op('<', column(name), literal(from + count)))

/** Places `offset …` of a view. */
export const placesOf = (view: Held, offset: number, count: number): Relation =>
  where(placed(view, all(view.table)), between(positionColumn, offset, count))

/** Long texts are cut before they leave DuckDB. */
const cutColumns = (table: Table, cutAt: number | null): readonly NamedExpression[] =>
  table.columns.map(({ name, type }) => ({
    name,
    expression: cutAt === null || type !== 'VARCHAR' ? column(name) : call('left', column(name), literal(cutAt + 1)),
  }))

/** Rows of a table from a place on: place, columns, hidden columns. */
export const rowsFrom = (held: Held, offset: number, count: number, cutAt: number | null): Relation =>
  where(placed(held, cutColumns(held.table, cutAt)), between(positionColumn, offset, count))

/** Rows of a table that fulfil a predicate, in their order: from the first on, no further than needed. */
export const rowsWhere = (
  held: Held,
  predicate: Expression,
  offset: number,
  count: number,
  cutAt: number | null,
): Relation => {
  const found = project(where(placed(held, all(held.table)), predicate), [
    ...keep([positionColumn]),
    ...cutColumns(held.table, cutAt),
    ...keep([...hiddenColumns(held.table), ...held.table.extras]),
  ])
  return limit(found, count, offset)
}

/** Rows of a table at these places, in no order: a join with them, which reads the part of the table where they lie. */
export const rowsAt = (held: Held, places: readonly bigint[], cutAt: number | null): Relation => {
  const sought = values(
    [{ name: placeColumn, type: 'BIGINT' }],
    places.map(place => [String(place)]),
  )
  return where(placed(held, cutColumns(held.table, cutAt)), inRelation([column(positionColumn)], sought))
}

/** Places of a table's rows that fulfil a predicate over its visible and hidden columns. */
export const placesWhere = (held: Held, predicate: Expression): Relation =>
  project(where(placed(held, all(held.table)), predicate), [
    { name: positionColumn, expression: column(positionColumn) },
  ])
