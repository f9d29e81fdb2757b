import { any, call, cast, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { type Format, isWhole } from './format.ts'

const day = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const time = '(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?'
const zone = '(?:Z|[+-](?:[01][0-9]|2[0-3])(?::?[0-5][0-9])?)?'

const isNoDay = (text: Expression): Expression => op('is_null', cast(text, 'DATE', { safe: true }))

/** A pattern for the whole text, and a real day in it. */
const dated = (label: string, name: string, pattern: string, dayOf: (text: Expression) => Expression): Format => ({
  label,
  name,
  violation: text => any([op('not', isWhole(text, pattern)), op('and', op('is_not_null', text), isNoDay(dayOf(text)))]),
})

export const dates = {
  date: dated('Date (ISO 8601)', 'a date as 2024-02-29', day, text => text),
  datetime: dated(
    'Date and time (ISO 8601)',
    'a date and time as 2024-02-29T12:30:00Z',
    `${day}[T ]${time}${zone}`,
    text => call('left', text, literal(10)),
  ),
} as const
