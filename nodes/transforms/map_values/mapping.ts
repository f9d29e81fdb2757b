import { type Fold, folded } from '#core/node/pairs.ts'
import {
  aggregate,
  aggregateCall,
  call,
  cases,
  cast,
  column,
  join,
  keep,
  literal,
  op,
  orderBy,
  over,
  project,
  sort,
  where,
} from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Column, Relation } from '#core/relation/relation.ts'
import { asText, familyOf, ofColumn } from '#core/rules/values.ts'

const key = `${reservedPrefix}key`
const to = `${reservedPrefix}to`
const count = `${reservedPrefix}values`
const place = `${reservedPrefix}place`

/** Columns that a look-up adds: the new value, and how many different ones the mapping has for the old one; null: none. */
export const found = (index: number) => ({ to: `${to}_${index}`, count: `${count}_${index}` })

const isText = ({ type }: Column) => familyOf(type) === 'text'

/** What an old value is looked up by: as it is where both are of a kind, else as text. */
const keyOf = (of: Column, other: Column, fold: Fold) => {
  if (isText(of) && isText(other)) return folded(column(of.name), fold)
  return familyOf(of.type) === familyOf(other.type) && familyOf(of.type) !== 'other'
    ? column(of.name)
    : asText(ofColumn(of))
}

/** One row for each old value of a mapping, with its new value and how many different ones it has. */
const byKey = (mapping: Relation, from: Column, into: Column, of: Column, fold: Fold): Relation => {
  const value = column(into.name)
  const nulls = call('max', cases([{ when: op('is_null', value), result: literal(1) }], literal(0)))
  return aggregate(
    mapping,
    [{ name: key, expression: keyOf(from, of, fold) }],
    [
      { name: to, expression: call('min', value) },
      { name: count, expression: op('+', aggregateCall('count', [value], { distinct: true }), nulls) },
    ],
  )
}

/** Old values that a mapping gives several new ones. */
export const several = (mapping: Relation, from: Column, into: Column, of: Column, fold: Fold): Relation =>
  where(byKey(mapping, from, into, of, fold), op('>', column(count), literal(1)))

/** The rows in their order, each with what the mapping has for each of the columns. */
export const lookedUp = (
  node: string,
  input: Relation,
  mapping: { readonly relation: Relation; readonly from: Column; readonly to: Column },
  columns: readonly Column[],
  fold: Fold,
): Relation => {
  const ordered = isOrdered(input)
  const numbered = ordered
    ? project(input, [...keep(columnsOf(input)), { name: place, expression: over(call('row_number')) }])
    : input
  const joined = columns.reduce((left: Relation, of, i) => {
    const right = byKey(mapping.relation, mapping.from, mapping.to, of, fold)
    const names = found(i)
    const own = keyOf(of, mapping.from, fold)
    const sided = (name: string) => ({ name, expression: column(name, 'left') })
    const keyed = project(left, [...keep(columnsOf(left)), { name: key, expression: own }])
    return join({
      type: 'left',
      left: keyed,
      right,
      condition: op('is_not_distinct', column(key, 'left'), column(key, 'right')),
      columns: [
        ...columnsOf(left).map(sided),
        { name: names.to, expression: column(to, 'right') },
        { name: names.count, expression: column(count, 'right') },
      ],
      // a way of its own: the rows may have come through another mapping
      via: { left: null, right: `${node}.${of.name}` },
    })
  }, numbered)
  if (!ordered) return joined
  return project(sort(joined, [orderBy(column(place))]), keep(columnsOf(joined).filter(name => name !== place)))
}

/** The new value of a look-up in a type; null where it is none. */
export const foundValue = (index: number, type: string) => cast(column(found(index).to), type, { safe: true })
