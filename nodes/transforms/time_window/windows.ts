import {
  aggregate,
  call,
  cases,
  cast,
  column,
  explode,
  keep,
  literal,
  op,
  orderBy,
  over,
  project,
  where,
} from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { NamedExpression, Relation } from '#core/relation/relation.ts'

/** The helper columns that windows are told by. */
const start = `${reservedPrefix}start`
const end = `${reservedPrefix}end`
const session = `${reservedPrefix}session`

/** What rows are put into windows by. */
export interface Windowed {
  /** In microseconds, never null. */
  readonly time: Expression
  readonly size: string
  readonly keys: readonly string[]
  readonly measures: readonly NamedExpression[]
  readonly names: { readonly start: string; readonly end: string }
}

const span = (text: string): Expression => literal(text, 'INTERVAL')

const added = (rows: Relation, name: string, expression: Expression): Relation =>
  project(rows, [...keep(columnsOf(rows)), { name, expression }])

const named = ({ names, keys, measures }: Windowed, groups: Relation, from: Expression, to: Expression): Relation =>
  project(groups, [
    { name: names.start, expression: from },
    { name: names.end, expression: to },
    ...keep([...keys, ...measures.map(({ name }) => name)]),
  ])

const byStart = (rows: Relation, given: Windowed): Relation => {
  const groups = aggregate(rows, keep([start, ...given.keys]), given.measures)
  return named(given, groups, column(start), op('+', column(start), span(given.size)))
}

/** Windows of one length, one after another. */
export const tumbling = (rows: Relation, given: Windowed): Relation =>
  byStart(added(rows, start, call('time_bucket', span(given.size), given.time)), given)

/** Windows of one length, of which so many overlap; each row is in all that hold its time. */
export const hopping = (rows: Relation, given: Windowed, hop: string, overlapping: number): Relation => {
  const latest = call('time_bucket', span(hop), given.time)
  const back = (steps: number) => op('-', latest, op('*', span(hop), literal(steps)))
  const starts = op('list', ...Array.from({ length: overlapping }, (_, steps) => back(steps)))
  const each = explode(rows, starts, { element: start })
  return byStart(where(each, op('>', op('+', column(start), span(given.size)), given.time)), given)
}

/** Windows that end where nothing comes for a while. */
export const sessions = (rows: Relation, given: Windowed): Relation => {
  const partition = given.keys.map(key => column(key))
  const order = [orderBy(given.time)]
  const before = over(call('lag', given.time), { partition, order })
  const isNew = op('is_not_true', op('<=', given.time, op('+', before, span(given.size))))
  const begun = added(rows, start, cases([{ when: isNew, result: literal(1) }], literal(0)))
  const counted = added(
    begun,
    session,
    cast(over(call('sum', column(start)), { partition, order, frame: 'rows_unbounded_preceding' }), 'BIGINT'),
  )
  const groups = aggregate(counted, keep([session, ...given.keys]), [
    ...given.measures,
    { name: start, expression: call('min', given.time) },
    { name: end, expression: call('max', given.time) },
  ])
  return named(given, groups, column(start), column(end))
}
