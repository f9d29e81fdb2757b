import { any, call, cases, cast, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'

export interface CellFormat {
  /** The sign before decimals. */
  readonly decimal: string
  /** strptime format of a date or timestamp; null: ISO 8601. */
  readonly format: string | null
  /** The text of a nested value is JSON, and not DuckDB's own notation. */
  readonly json: boolean
  /** Nobody said that these are numbers: digits behind a leading zero are a code. */
  readonly guessed: boolean
}

const nothing = literal(null)
const whole = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/
const fraction = /^(DOUBLE|FLOAT|DECIMAL.*)$/
const nested = /^(STRUCT|MAP|UNION)\(|\]$|^JSON$/

const safe = (text: Expression, type: string): Expression => cast(text, type, { safe: true })
const unless = (wrong: Expression, result: Expression): Expression => cases([{ when: wrong, result: nothing }], result)
const contains = (text: Expression, part: string): Expression => call('contains', text, literal(part))

/** TRY_CAST takes a sign or an exponent without digits for zero where a space follows, unless for a DOUBLE. */
const withoutDigits = (text: Expression): Expression =>
  op(
    'and',
    op('<', call('right', text, literal(1)), literal('!')),
    call('regexp_matches', text, literal('[-+eE]\\s+$')),
  )

/** Nothing but digits, the first of several a zero. */
const zeroFirst = (text: Expression): Expression => call('regexp_matches', text, literal('^\\s*[-+]?0[0-9]+\\s*$'))

/** TRY_CAST rounds 1.7 to 2, and 5e-07 to 0: only a fraction that is none may pass. */
const toWhole = (text: Expression, type: string, { decimal, guessed }: CellFormat): Expression => {
  const value = safe(text, type)
  const rounded = op('is_distinct', safe(text, 'DOUBLE'), cast(value, 'DOUBLE'))
  const fraction = op('and', any(['.', 'e-', 'E-'].map(sign => contains(text, sign))), rounded)
  const wrong = [
    ...(decimal === '.' ? [] : [contains(text, '.')]),
    fraction,
    withoutDigits(text),
    ...(guessed ? [zeroFirst(text)] : []),
  ]
  return unless(any(wrong), value)
}

/** True of a number that no DOUBLE holds: a whole one that would lose digits, or one that would be infinite. */
const tooLarge = (text: Expression, value: Expression): Expression => {
  const digits = op('is_distinct', safe(text, 'HUGEINT'), safe(value, 'HUGEINT'))
  const loses = op('and', op('>', call('length', text), literal(15)), op('not', contains(text, '.')), digits)
  const infinite = op('and', call('isinf', value), op('not', contains(call('lower', text), 'inf')))
  return op('or', loses, infinite)
}

const toFraction = (text: Expression, type: string, { decimal, guessed }: CellFormat): Expression => {
  const plain = decimal === '.' ? text : call('replace', text, literal(decimal), literal('.'))
  const value = safe(plain, type)
  const wrong = [
    ...(decimal === '.' ? [] : [contains(text, '.')]),
    ...(type.startsWith('DECIMAL') ? [withoutDigits(text)] : [tooLarge(plain, value)]),
    ...(guessed ? [zeroFirst(text)] : []),
  ]
  return unless(any(wrong), value)
}

/** A date that is cast from a timestamp's text loses its time. */
const toDate = (text: Expression): Expression =>
  unless(
    op('and', op('>', call('length', text), literal(10)), op('>', call('length', call('trim', text)), literal(10))),
    safe(text, 'DATE'),
  )

/** A cell's text as a value of a type; null where it is none, or would lose something. */
export const convert = (text: Expression, type: string, how: CellFormat): Expression => {
  const { format, json } = how
  if (whole.test(type)) return toWhole(text, type, how)
  if (fraction.test(type)) return toFraction(text, type, how)
  if (format !== null && /^(DATE|TIMESTAMP.*)$/.test(type))
    return safe(call('try_strptime', text, literal(format)), type)
  if (type === 'DATE') return toDate(text)
  if (json && nested.test(type)) return type === 'JSON' ? safe(text, 'JSON') : safe(safe(text, 'JSON'), type)
  return safe(text, type)
}
