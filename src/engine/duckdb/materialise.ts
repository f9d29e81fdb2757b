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
}

/** Writes a relation's rows, with all their hidden columns, into a new table; input leaves must be put in before. */
export const materialise = async (
  session: Session,
  name: string,
  relation: Relation,
  options: QueryOptions = {},
): Promise<Materialised> => {
  const rows = await session.execute(`CREATE TABLE ${quoteIdentifier(name)} AS ${printRelation(relation)}`, options)
  const visible = columnsOf(relation)
  const described = await session.describe(`FROM ${quoteIdentifier(name)}`)
  const table: Table = Object.freeze({
    kind: 'table',
    name,
    columns: described.slice(0, visible.length),
    slots: slotsOf(relation),
    ordered: isOrdered(relation),
    extras: extrasOf(relation),
  })
  return { table, rows }
}

export const dropTable = async (session: Session, name: string): Promise<void> => {
  await session.execute(`DROP TABLE IF EXISTS ${quoteIdentifier(name)}`)
}
