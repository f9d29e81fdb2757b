import { any, call, cases, cast, column, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column } from '#core/relation/relation.ts'
import { asText, familyOf, ofColumn } from '#core/rules/values.ts'

const salted = (salt: string, use: string, text: Expression): Expression =>
  call('concat', literal(salt), literal(`:${use}:`), text)

const ofValue = (of: Column, masked: Expression): Expression =>
  cases([{ when: op('is_not_null', column(of.name)), result: masked }])

export const redacted = (of: Column, text: string): Expression => ofValue(of, literal(text))

/** The first and last characters of a text, and a sign for each between; all signs where nothing would be hidden. */
export const partly = (of: Column, first: number, last: number, sign: string): Expression => {
  const text = asText(ofColumn(of))
  const length = call('length', text)
  const signs = (count: Expression) => call('repeat', literal(sign), count)
  const hidden = op('-', length, literal(first + last))
  const ends = [
    ...(first > 0 ? [call('left', text, literal(first))] : []),
    signs(hidden),
    ...(last > 0 ? [call('right', text, literal(last))] : []),
  ]
  return ofValue(of, cases([{ when: op('>', hidden, literal(0)), result: call('concat', ...ends) }], signs(length)))
}

export const hashed = (of: Column, salt: string): Expression =>
  ofValue(of, call('sha256', salted(salt, 'hash', asText(ofColumn(of)))))

/** Eighty bits: two of some billions of values do not meet. */
const tokenLength = 20

export const token = (of: Column, salt: string, prefix: string): Expression => {
  const hash = call('sha256', salted(salt, 'token', asText(ofColumn(of))))
  return ofValue(of, call('concat', literal(prefix), call('left', hash, literal(tokenLength))))
}

/** A value moved by an amount that its key has, up to so many days or units, and never by none; null past the type's end. */
export const shifted = (of: Column, key: Column, salt: string, most: number): Expression => {
  const value = column(of.name)
  const text = call('coalesce', asText(ofColumn(key)), literal(''))
  const number = call('md5_number_lower', salted(salt, 'shift', text))
  const place = op('-', cast(op('%', number, literal(2 * most)), 'BIGINT'), literal(most))
  const amount = op('+', place, cases([{ when: op('<', place, literal(0)), result: literal(0) }], literal(1)))
  const moved =
    familyOf(of.type) === 'date' ? op('+', value, call('to_days', cast(amount, 'INTEGER'))) : op('+', value, amount)
  return call('try', cast(moved, of.type))
}

/** The beginning of the year or month of a date. */
export const dateOf = (of: Column, unit: 'year' | 'month'): Expression =>
  cast(call('date_trunc', literal(unit), column(of.name)), of.type)

/** The beginning of the range of so many units that a number lies in; null of what is no number. */
export const rangeOf = (of: Column, step: number): Expression => {
  const value = column(of.name)
  const start = op('*', call('floor', op('/', value, literal(step))), literal(step))
  const odd = any([call('isnan', cast(value, 'DOUBLE')), call('isinf', cast(value, 'DOUBLE'))])
  return call('try', cast(cases([{ when: op('is_not_true', odd), result: start }]), of.type))
}
