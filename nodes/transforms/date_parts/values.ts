import { call, cast, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'

export const units = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const
export type Unit = (typeof units)[number]

/** Whether a unit says something of a day; of the others only a time of day has any. */
export const isOfDays = (unit: string): boolean => !['hour', 'minute', 'second', 'time'].includes(unit)

const part =
  (name: string) =>
  (value: Expression): Expression =>
    call('date_part', literal(name), value)

const named = {
  year: part('year'),
  quarter: part('quarter'),
  month: part('month'),
  month_name: (value: Expression) => call('monthname', value),
  week: part('week'),
  week_year: part('isoyear'),
  day: part('day'),
  day_of_year: part('dayofyear'),
  weekday: part('isodow'),
  weekday_name: (value: Expression) => call('dayname', value),
  days_in_month: (value: Expression) => part('day')(call('last_day', value)),
  last_of_month: (value: Expression) => call('last_day', value),
  hour: part('hour'),
  minute: part('minute'),
  second: part('second'),
  epoch: part('epoch'),
  date: (value: Expression) => cast(value, 'DATE'),
  time: (value: Expression) => cast(value, 'TIME'),
} satisfies Record<string, (value: Expression) => Expression>

export type Part = keyof typeof named
export const parts = Object.keys(named) as [Part, ...Part[]]

export const partOf = (value: Expression, name: Part): Expression => named[name](value)

/** The beginning of the unit that a value lies in; a date stays a date. */
export const truncated = (value: Expression, type: string, unit: Unit): Expression => {
  const start = call('date_trunc', literal(unit), value)
  return type === 'DATE' ? cast(start, 'DATE') : start
}

const intervals: Record<Unit, (amount: Expression) => Expression> = {
  year: amount => call('to_years', cast(amount, 'INTEGER')),
  quarter: amount => call('to_months', cast(op('*', amount, literal(3)), 'INTEGER')),
  month: amount => call('to_months', cast(amount, 'INTEGER')),
  week: amount => call('to_days', cast(op('*', amount, literal(7)), 'INTEGER')),
  day: amount => call('to_days', cast(amount, 'INTEGER')),
  hour: amount => call('to_hours', cast(amount, 'BIGINT')),
  minute: amount => call('to_minutes', cast(amount, 'BIGINT')),
  second: amount => call('to_seconds', cast(amount, 'BIGINT')),
}

/** A value moved by so many units; null past the end of time. A date moved by days stays a date. */
export const moved = (value: Expression, type: string, amount: Expression, unit: Unit): Expression => {
  const sum = op('+', value, intervals[unit](amount))
  return call('try', type === 'DATE' && isOfDays(unit) ? cast(sum, 'DATE') : sum)
}

/** How many units lie between two values: those that are full, or the borders between units. */
export const between = (from: Expression, to: Expression, unit: Unit, count: 'full' | 'borders'): Expression =>
  call('try', call(count === 'full' ? 'date_sub' : 'date_diff', literal(unit), from, to))
