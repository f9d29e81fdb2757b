import {
  aggregate,
  aggregateCall,
  call,
  cases,
  cast,
  column,
  keep,
  literal,
  op,
  orderBy,
  over,
  project,
  union,
  where,
} from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Relation } from '../../relation/relation.ts'

export type Period = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

const shape: Readonly<Record<Period, string>> = {
  hour: '%Y-%m-%d %H:00',
  day: '%Y-%m-%d',
  week: '%Y-%m-%d',
  month: '%Y-%m',
  quarter: '%Y-%m',
  year: '%Y',
}

/** The beginning of the period that a time lies in, a TIMESTAMP. */
export const periodOf = (period: Period, time: Expression): Expression =>
  call('date_trunc', literal(period), cast(time, 'TIMESTAMP'))

export interface Timeline {
  /** Rows with a time each, in a column `period`, cut down to its period, and their groups in the columns `groups`. */
  readonly rows: Relation
  readonly groups: readonly string[]
  readonly period: Period
  /** Beginnings of the first and of the last period that must be there; null: those that are. */
  readonly from: Expression | null
  readonly to: Expression | null
}

const least = (...all: (Expression | null)[]): Expression => call('least', ...all.filter(each => each !== null))
const greatest = (...all: (Expression | null)[]): Expression => call('greatest', ...all.filter(each => each !== null))

/** A row for each stretch of missing periods, which the column `gap` tells in words. */
export const gapsOf = ({ rows, groups, period, from, to }: Timeline): Relation => {
  const step = period === 'quarter' ? literal('3 months', 'INTERVAL') : literal(`1 ${period}`, 'INTERVAL')
  const after = (time: Expression) => op('+', time, step)
  const own = keep([...groups, 'period'])
  const there = aggregate(rows, own, [{ name: 'rows', expression: aggregateCall('count', [literal(1)]) }])
  const partition = groups.map(name => column(name))
  const beside = (name: 'lag' | 'lead') =>
    over(call(name, column('period')), { partition, order: [orderBy(column('period'))] })
  const placed = project(there, [
    ...own,
    { name: 'before', expression: beside('lag') },
    { name: 'after', expression: beside('lead') },
  ])
  const end = to === null ? null : after(to)
  const gap = (input: Relation, start: Expression, until: Expression) =>
    project(input, [...keep(groups), { name: 'start', expression: start }, { name: 'until', expression: until }])
  const inner = gap(placed, greatest(after(column('before')), from), least(column('period'), end))
  const last = where(placed, op('is_null', column('after')))
  const ends = end === null ? [] : [gap(last, greatest(after(column('period')), from), end)]
  const real = where(union([inner, ...ends]), op('<', column('start'), column('until')))
  return told(real, groups, period, step)
}

const told = (gaps: Relation, groups: readonly string[], period: Period, step: Expression): Relation => {
  const missing = call('date_diff', literal(period), column('start'), column('until'))
  const shown = (time: Expression) => call('strftime', time, literal(shape[period]))
  const span = cases(
    [{ when: op('=', missing, literal(1)), result: shown(column('start')) }],
    op('||', shown(column('start')), literal(' to '), shown(op('-', column('until'), step))),
  )
  const group = groups.map(name => call('coalesce', cast(column(name), 'VARCHAR'), literal('null')))
  const which = groups.length === 0 ? span : op('||', call('concat_ws', literal(', '), ...group), literal(': '), span)
  return project(gaps, [{ name: 'gap', expression: which }])
}
