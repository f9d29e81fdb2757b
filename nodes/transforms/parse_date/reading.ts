import { call, cases, cast, lambda, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import { hasZone, readBy } from '#core/source/strptime.ts'
import { inEnglish, type Language } from './languages.ts'

export interface Reading {
  readonly type: 'DATE' | 'TIMESTAMP' | 'TIMESTAMPTZ'
  readonly pivot: number
  readonly zone: 'utc' | 'keep'
  readonly language: Language
}

/** From this one on strptime takes two-digit years for those of the 1900s. */
const usualPivot = 69

/** An expression over a value that is computed once. */
const once = (value: Expression, body: (value: Expression) => Expression): Expression =>
  op('element', call('list_transform', op('list', value), lambda('read', body)), literal(1))

const yearsAway = (value: Expression, years: number): Expression => {
  const moved = op('+', value, call('to_years', literal(years)))
  // a leap day has no place in 1900
  return cases([{ when: op('=', call('day', moved), call('day', value)), result: moved }])
}

const pivoted = (read: Expression, pivot: number): Expression => {
  if (pivot === usualPivot) return read
  const [first, last, years] =
    pivot < usualPivot ? [2000 + pivot, 1999 + usualPivot, -100] : [1900 + usualPivot, 1899 + pivot, 100]
  return once(read, value => {
    const year = call('year', value)
    const isOther = op('and', op('>=', year, literal(first)), op('<=', year, literal(last)))
    return cases([{ when: isOther, result: yearsAway(value, years) }], value)
  })
}

const offset = '\\s*(?:[zZ]|[+-][0-9]{2}(?::?[0-9]{2})?)\\s*$'
const zoneName = '\\s*[A-Za-z_/]+(?:[+-]?[0-9]+)?\\s*$'

/** The clock as it is written: text and format without the zone behind them. */
const withoutZone = (text: Expression, format: string): readonly [Expression, string] => [
  call('regexp_replace', text, literal(/%z\s*$/.test(format) ? offset : zoneName), literal('')),
  format.replace(/\s*%[zZ]\s*$/, ''),
]

/** Whether the zone is the last part of a format, so that it can be left out. */
export const endsInZone = (format: string): boolean => /%[zZ]\s*$/.test(format)

const withOffset = (text: Expression): Expression =>
  call('regexp_replace', text, literal('[zZ]\\s*$'), literal('+0000'))

const timestamp = (given: Expression, format: string, how: Reading): Expression => {
  const text = inEnglish(given, format, how.language)
  if (!hasZone(format)) return readBy(text, format)
  if (how.zone === 'keep' && how.type !== 'TIMESTAMPTZ') return readBy(...withoutZone(text, format))
  const read = readBy(format.includes('%z') ? withOffset(text) : text, format)
  return how.type === 'TIMESTAMPTZ' ? read : call('timezone', literal('UTC'), read)
}

/** A text by one format, as a value of the type; null where the format does not fit. */
export const reading = (text: Expression, format: string, how: Reading): Expression => {
  const read = timestamp(text, format, how)
  const value = /%y/.test(format.replaceAll('%%', '')) ? pivoted(read, how.pivot) : read
  return cast(value, how.type, { safe: true })
}
