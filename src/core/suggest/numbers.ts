import type { ColumnProfile } from '../profile/types.ts'
import { quotePattern } from '../rules/re2.ts'
import { shareLike } from './shapes.ts'

/** A way to write numbers: its signs, and what a whole value looks like, as a regular expression of RE2. */
export interface Notation {
  readonly name: string
  readonly said: string
  readonly decimal: string
  readonly thousands: string
  readonly grouping?: 'indian'
  readonly pattern: string
}

const signed = (number: string): string => `[+-]?${number}`

/** The notations that are told apart; `plain` needs no repair. */
export const notations: readonly Notation[] = [
  {
    name: 'plain',
    said: '1234.5',
    decimal: '.',
    thousands: '',
    pattern: signed('(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)'),
  },
  {
    name: 'comma',
    said: '1.234,5',
    decimal: ',',
    thousands: '.',
    pattern: signed('(?:[0-9]{1,3}(?:\\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?'),
  },
  {
    name: 'point',
    said: '1,234.5',
    decimal: '.',
    thousands: ',',
    pattern: signed('(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\\.[0-9]+)?'),
  },
  {
    name: 'space',
    said: '1 234,5',
    decimal: ',',
    thousands: ' ',
    pattern: signed('(?:[0-9]{1,3}(?:[  ][0-9]{3})+|[0-9]+)(?:,[0-9]+)?'),
  },
  {
    name: 'indian',
    said: '12,34,567.8',
    decimal: '.',
    thousands: ',',
    grouping: 'indian',
    pattern: signed('(?:[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}|[0-9]+)(?:\\.[0-9]+)?'),
  },
]

/** What stands beside the numbers of a column. */
export interface NumberSigns {
  readonly unit: string | null
  readonly percent: boolean
}

/** A value's shape or text as a number with at most a currency beside it. */
const numberShape = /^[\s\p{Sc}A9+.,'%-]*9[\s\p{Sc}A9+.,'%-]*$/u

/** Whether half of a column's values may be numbers. */
export const mayBeNumbers = (column: ColumnProfile): boolean => shareLike(column, numberShape) >= 0.5

/** The currency that most of a column's values have: a sign of their shapes, or three capitals of the frequent ones. */
const currencyOf = ({ patterns, frequent }: ColumnProfile): string | null => {
  const times = new Map<string, number>()
  const add = (unit: string | undefined, count: number) => unit && times.set(unit, (times.get(unit) ?? 0) + count)
  for (const { pattern, count } of patterns) add(/\p{Sc}/u.exec(pattern)?.[0], count)
  for (const { value, count } of frequent)
    add(
      /^\s*(?:[A-Z]{3}(?=\s*[+-]?\d)|[+-]?\d.*?[A-Z]{3}(?=\s*$))/.exec(String(value))?.[0].match(/[A-Z]{3}/)?.[0],
      count,
    )
  return [...times].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null
}

/** What stands beside the numbers of a column, as its profile tells. */
export const signsOf = (column: ColumnProfile): NumberSigns => ({
  unit: currencyOf(column),
  percent: shareLike(column, /%/) >= 0.5,
})

/** The whole value of a notation with the signs of its column; a percent sign is on every one, as one without would be another number. */
export const patternOf = (pattern: string, { unit, percent }: NumberSigns): string => {
  const around = '[ \\x{a0}]*'
  if (percent) return `${around}${pattern}${around}%${around}`
  if (unit === null) return `${around}${pattern}${around}`
  const beside = `(?:${quotePattern(unit)})?`
  return `${around}[+-]?${beside}${around}${pattern}${around}${beside}${around}`
}
