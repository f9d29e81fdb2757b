import { everything, place } from '#core/node/order.ts'
import { aggregateCall, call, cases, cast, column, literal, op, orderBy, over } from '#core/relation/build.ts'
import type { Expression, OrderTerm } from '#core/relation/expression.ts'
import type { Column, Relation } from '#core/relation/relation.ts'
import { isBlank } from '#core/rules/cells.ts'
import { familyOf } from '#core/rules/values.ts'

/** How a value for a gap is found, in the order in which the form offers it. */
export const methods = ['constant', 'previous', 'next', 'mean', 'median', 'mode', 'min', 'max'] as const

export type Method = (typeof methods)[number]

/** Methods whose value depends on where a row stands. */
export const isNear = (method: Method): method is 'previous' | 'next' => method === 'previous' || method === 'next'

/** What counts as missing. */
export const gaps = ['null', 'empty', 'blank'] as const

/** A column's value; null where it is missing. */
export const present = (of: Column, gap: (typeof gaps)[number]): Expression => {
  const value = column(of.name)
  if (gap === 'null' || of.type !== 'VARCHAR') return value
  return gap === 'empty'
    ? call('nullif', value, literal(''))
    : cases([{ when: op('is_not_true', isBlank(value)), result: value }])
}

const isWhole = (type: string): boolean => /INT(EGER)?$/.test(type)

/** A mean or median in its column's own type: of whole numbers it is rounded, half away from zero. */
const inOwnType = (value: Expression, type: string): Expression =>
  type === 'DOUBLE' ? value : cast(isWhole(type) ? call('round', value) : value, type, { safe: true })

/** The rows among which a value is looked for. */
export interface Among {
  readonly rows: Relation
  readonly partition: readonly Expression[]
  readonly order: readonly OrderTerm[]
  /** The rows are numbered in an order of their own. */
  readonly numbered: boolean
}

const near = (value: Expression, before: boolean, { rows, partition, order, numbered }: Among): Expression => {
  const own = numbered ? [orderBy(column(place))] : []
  return over(aggregateCall(before ? 'last_value' : 'first_value', [value], { ignoreNulls: true }), {
    partition,
    order: order.length > 0 ? [...order, ...everything(rows)] : own,
    frame: before ? 'rows_unbounded_preceding' : { unit: 'rows', preceding: 0, following: null },
  })
}

/** What a gap is filled with, over the rows of its group. */
export const found: Readonly<
  Record<Exclude<Method, 'constant'>, (value: Expression, type: string, among: Among) => Expression>
> = {
  previous: (value, _, among) => near(value, true, among),
  next: (value, _, among) => near(value, false, among),
  mean: (value, type, { partition }) => inOwnType(over(call('avg', value), { partition }), type),
  median: (value, type, { partition }) => inOwnType(over(call('median', value), { partition }), type),
  mode: (value, _, { partition }) => over(aggregateCall('mode', [value], { order: [orderBy(value)] }), { partition }),
  min: (value, _, { partition }) => over(call('min', value), { partition }),
  max: (value, _, { partition }) => over(call('max', value), { partition }),
}

/** Types that a method has a value of; null: all. */
export const familiesOf: Readonly<Record<Method, readonly string[] | null>> = {
  constant: null,
  previous: null,
  next: null,
  mean: ['number', 'date', 'time'],
  median: ['number', 'date', 'time'],
  mode: null,
  min: null,
  max: null,
}

/** Whether a method has a value for columns of a type. */
export const suits = (method: Method, type: string): boolean => familiesOf[method]?.includes(familyOf(type)) ?? true
