import { any, call, cases, cast, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'

export interface CellFormat {
  /** The sign before decimals. */
  readonly decimal: string
  /** strptime format of a date or timestamp; null: ISO 8601. */
  readonly format: string | null
  /** The text of a nested value is JSON, and not DuckDB's own notation. */
  readonly json: boolean
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

/** TRY_CAST rounds 1.7 to 2, and 5e-07 to 0: only a fraction that is none may pass. */
const toWhole = (text: Expression, type: string, decimal: string, json: boolean): Expression => {
  const value = safe(text, type)
  const rounded = op('is_distinct', safe(text, 'DOUBLE'), cast(value, 'DOUBLE'))
  const signs = json ? ['.', 'e-', 'E-'] : ['.']
  const may = any(signs.map(sign => contains(text, sign)))
  const broken = decimal === '.' ? op('and', may, rounded) : contains(text, '.')
  return unless(op('or', broken, withoutDigits(text)), value)
}

const toFraction = (text: Expression, type: string, decimal: string): Expression => {
  const value = safe(decimal === '.' ? text : call('replace', text, literal(decimal), literal('.')), type)
  const wrong = [
    ...(decimal === '.' ? [] : [contains(text, '.')]),
    ...(type.startsWith('DECIMAL') ? [withoutDigits(text)] : []),
  ]
  return wrong.length === 0 ? value : unless(any(wrong), value)
}

/** A number of JSON that no DOUBLE holds: a whole one that would lose digits, or one that would be infinite. */
const toDouble = (text: Expression, type: string): Expression => {
  const value = safe(text, type)
  const digits = op('is_distinct', safe(text, 'HUGEINT'), safe(value, 'HUGEINT'))
  const loses = op('and', op('>', call('length', text), literal(15)), op('not', contains(text, '.')), digits)
  const infinite = op('and', call('isinf', value), op('not', contains(call('lower', text), 'inf')))
  return unless(op('or', loses, infinite), value)
}

/** A date that is cast from a timestamp's text loses its time. */
const toDate = (text: Expression): Expression =>
  unless(
    op('and', op('>', call('length', text), literal(10)), op('>', call('length', call('trim', text)), literal(10))),
    safe(text, 'DATE'),
  )

/** A cell's text as a value of a type; null where it is none, or would lose something. */
export const convert = (text: Expression, type: string, { decimal, format, json }: CellFormat): Expression => {
  if (whole.test(type)) return toWhole(text, type, decimal, json)
  if (json && /^(DOUBLE|FLOAT)$/.test(type)) return toDouble(text, type)
  if (fraction.test(type)) return toFraction(text, type, decimal)
  if (format !== null && /^(DATE|TIMESTAMP.*)$/.test(type))
    return safe(call('try_strptime', text, literal(format)), type)
  if (type === 'DATE') return toDate(text)
  if (json && nested.test(type)) return type === 'JSON' ? safe(text, 'JSON') : safe(safe(text, 'JSON'), type)
  return safe(text, type)
}
