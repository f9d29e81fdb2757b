import { column, keep, project } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import { isOrdered } from '#core/relation/order.ts'
import { placeable } from '#core/relation/placed.ts'
import type { Flag, Marks, Relation, Table } from '#core/relation/relation.ts'
import { replace } from '#core/relation/replace.ts'
import { extraColumns, extrasOf, slotColumns, slotsOf, wordBits } from '#core/relation/slots.ts'
import { printRelation, quoteIdentifier } from '#core/sql/print.ts'
import { DatabaseError } from './error.ts'
import type { QueryOptions, Session } from './session.ts'

export interface Materialised {
  readonly table: Table
  /** The `Count` of CREATE TABLE AS: taken while the rows were written, not computed from anything else. */
  readonly rows: number
  /** The column that numbers the rows from 0, in their order: DuckDB's own, unless a person's column has its name. */
  readonly position: string
}

const ownPosition = '__weir_row'
/** The hidden column by which rows in no order come in theirs. */
export const ownPlace = '__weir_place'

export interface MaterialiseOptions extends QueryOptions {
  /** Rows of Parquet files may lie in any order, with their places beside them. */
  readonly scatter?: boolean
}

/** Writes a relation's rows, with all their hidden columns, into a new table; input leaves must be put in before. */
export const materialise = async (
  session: Session,
  name: string,
  relation: Relation,
  options: MaterialiseOptions = {},
): Promise<Materialised> => {
  const late = relation.kind === 'flag' ? relation.late : undefined
  if (options.scatter && isOrdered(relation) && placeable(relation)) return scatter(session, name, relation, options)
  if (late === undefined) return write(session, name, relation, options)
  const written = await write(session, name, late.early, options)
  try {
    for (const marks of late.marks) await markOr(session, written, marks, slotsOf(late.early).length, options)
  } catch (error) {
    await dropTable(session, name)
    throw error
  }
  return written
}

/**
 * DuckDB writes rows that are read in order into a table in batches, and most of them twice, as batches that are not full are put together. Behind a
 * join it keeps no order: each thread writes its rows once. The one here drops none, since no place is below 0.
 */
const scatter = async (
  session: Session,
  name: string,
  relation: Relation,
  options: QueryOptions,
): Promise<Materialised> => {
  const place = quoteIdentifier(ownPlace)
  const body = `SELECT t.* FROM (${printRelation(relation, { place: ownPlace })}) AS t SEMI JOIN (SELECT false AS below) AS o ON (t.${place} < 0) = o.below`
  const rows = await session.execute(`CREATE TABLE ${quoteIdentifier(name)} AS ${body}`, options)
  const table = await tableOf(session, name, relation)
  return { table: Object.freeze({ ...table, place: ownPlace }), rows, position: ownPlace }
}

const write = async (
  session: Session,
  name: string,
  relation: Relation,
  options: QueryOptions,
): Promise<Materialised> => {
  const visible = columnsOf(relation)
  const taken = visible.some(column => column.toLowerCase() === 'rowid')
  const body = printRelation(relation)
  const numbered = `SELECT *, row_number() OVER () - 1 AS ${quoteIdentifier(ownPosition)} FROM (${body})`
  const rows = await session.execute(`CREATE TABLE ${quoteIdentifier(name)} AS ${taken ? numbered : body}`, options)
  return { table: await tableOf(session, name, relation), rows, position: taken ? ownPosition : 'rowid' }
}

const tableOf = async (session: Session, name: string, relation: Relation): Promise<Table> => {
  const described = await session.describe(`FROM ${quoteIdentifier(name)}`)
  return Object.freeze({
    kind: 'table',
    name,
    columns: described.slice(0, columnsOf(relation).length),
    slots: slotsOf(relation),
    ordered: isOrdered(relation),
    extras: extrasOf(relation),
  })
}

/** The masks in which further bits may be set: their names in `marks`, and in the table. */
const masksOf = ({ bits }: Flag, slots: number): readonly { readonly from: string; readonly to: string }[] => {
  const words = Math.ceil(bits.length / wordBits)
  return Array.from({ length: words }, (_, word) => {
    const own = bits.slice(word * wordBits, (word + 1) * wordBits)
    const { skip, error } = extraColumns(word)
    const failures = own.some(bit => bit.failure !== null)
    const violations = failures || own.some(bit => bit.violation.kind !== 'literal')
    return [
      ...(violations ? [{ from: slotColumns(word).flags, to: slotColumns(slots - words + word).flags }] : []),
      ...(own.some(bit => bit.skip !== null) ? [{ from: skip, to: skip }] : []),
      ...(failures ? [{ from: error, to: error }] : []),
    ]
  }).flat()
}

/** What DuckDB says of values that a statement cannot work with. */
const ofValues = new Set(['Conversion', 'Invalid Input', 'Out of Range', 'Mismatch Type'])

const markOr = async (
  session: Session,
  written: Materialised,
  { flag, otherwise }: Marks,
  slots: number,
  options: QueryOptions,
): Promise<void> => {
  try {
    await mark(session, written, flag, slots, options)
  } catch (error) {
    if (otherwise === null || !(error instanceof DatabaseError) || !ofValues.has(error.type)) throw error
    await mark(session, written, otherwise, slots, options)
  }
}

/** Adds the bits that look at other rows to a table's last slots. */
const mark = async (
  session: Session,
  { table, position }: Materialised,
  marks: Flag,
  slots: number,
  options: QueryOptions,
): Promise<void> => {
  const rows: Table = { ...table, slots: [], extras: [] }
  const put = replace(marks, part =>
    part.kind === 'made'
      ? project(rows, [
          ...keep(part.columns.map(each => each.name)),
          { name: part.place, expression: column(position) },
        ])
      : null,
  ) as Flag
  const masks = masksOf(marks, slots)
  const name = quoteIdentifier(`${table.name}_marks`)
  const place = quoteIdentifier(columnsOf(marks)[0]!)
  const any = masks.map(mask => `${quoteIdentifier(mask.from)} <> 0`).join(' OR ')
  const sets = masks.map(
    mask => `${quoteIdentifier(mask.to)} = t.${quoteIdentifier(mask.to)} | m.${quoteIdentifier(mask.from)}`,
  )
  try {
    await session.execute(`CREATE TABLE ${name} AS SELECT * FROM (${printRelation(put)}) WHERE ${any}`, options)
    await session.execute(
      `UPDATE ${quoteIdentifier(table.name)} AS t SET ${sets.join(', ')} FROM ${name} AS m WHERE t.${quoteIdentifier(position)} = m.${place}`,
      options,
    )
  } finally {
    await session.execute(`DROP TABLE IF EXISTS ${name}`)
  }
}

export const dropTable = async (session: Session, name: string): Promise<void> => {
  await session.execute(`DROP TABLE IF EXISTS ${quoteIdentifier(name)}`)
}
