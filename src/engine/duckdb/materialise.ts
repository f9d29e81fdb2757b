import { columnsOf } from '#core/relation/columns.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Relation, Table } from '#core/relation/relation.ts'
import { extrasOf, slotsOf } from '#core/relation/slots.ts'
import { printRelation, quoteIdentifier } from '#core/sql/print.ts'
import type { QueryOptions, Session } from './session.ts'

export interface Materialised {
  readonly table: Table
  /** The `Count` of CREATE TABLE AS: taken while the rows were written, not computed from anything else. */
  readonly rows: number
  /** The column that numbers the rows from 0, in their order: DuckDB's own, unless a person's column has its name. */
  readonly position: string
}

const ownPosition = '__weir_row'

/** Writes a relation's rows, with all their hidden columns, into a new table; input leaves must be put in before. */
export const materialise = async (
  session: Session,
  name: string,
  relation: Relation,
  options: QueryOptions = {},
): Promise<Materialised> => {
  const visible = columnsOf(relation)
  const taken = visible.some(column => column.toLowerCase() === 'rowid')
  const body = printRelation(relation)
  const numbered = `SELECT *, row_number() OVER () - 1 AS ${quoteIdentifier(ownPosition)} FROM (${body})`
  const rows = await session.execute(`CREATE TABLE ${quoteIdentifier(name)} AS ${taken ? numbered : body}`, options)
  const described = await session.describe(`FROM ${quoteIdentifier(name)}`)
  const table: Table = Object.freeze({
    kind: 'table',
    name,
    columns: described.slice(0, visible.length),
    slots: slotsOf(relation),
    ordered: isOrdered(relation),
    extras: extrasOf(relation),
  })
  return { table, rows, position: taken ? ownPosition : 'rowid' }
}

export const dropTable = async (session: Session, name: string): Promise<void> => {
  await session.execute(`DROP TABLE IF EXISTS ${quoteIdentifier(name)}`)
}
