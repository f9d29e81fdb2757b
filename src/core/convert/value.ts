import { all, call, cases, cast, column, literal, op } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { Column } from '../relation/relation.ts'
import { among, familyOf } from '../rules/values.ts'
import { convert } from '../source/convert.ts'
import { readBy } from '../source/strptime.ts'
import { isWritten, type NumberFormat, plainNumber, plainNumbers } from './numbers.ts'

/** How texts stand for values. */
export interface TextFormat extends NumberFormat {
  readonly format: string | null
  readonly trueValues: readonly string[]
  readonly falseValues: readonly string[]
}

/** As SQL writes values. */
export const plainTexts: TextFormat = {
  ...plainNumbers,
  format: null,
  trueValues: [],
  falseValues: [],
}

const safe = (value: Expression, type: string): Expression => cast(value, type, { safe: true })

const isWhole = (type: string): boolean => /INT(EGER)?$/.test(type)
/** Whether values of a type are numbers. */
export const isNumber = (type: string): boolean => familyOf(type) === 'number'
/** Whether values of a type are dates or times. */
export const isTime = (type: string): boolean => ['date', 'time'].includes(familyOf(type))

/** Null where the value would come back as another one: a fraction, or more than 0 and 1 for a truth. */
const sameBack = (value: Expression, from: string, type: string): Expression =>
  cases([{ when: op('is_not_distinct', safe(safe(value, type), from), value), result: safe(value, type) }])

/** A text as a truth, by lists of words without case or spaces around them. */
const truth = (text: Expression, { trueValues, falseValues }: TextFormat): Expression => {
  const fold = (each: Expression) => call('lower', call('trim', each))
  const isOneOf = (words: readonly string[]) =>
    among(
      fold(text),
      words.map(word => fold(literal(word))),
    )
  return cases([
    { when: isOneOf(trueValues), result: literal(true) },
    { when: isOneOf(falseValues), result: literal(false) },
  ])
}

const fromText = (text: Expression, type: string, how: TextFormat): Expression => {
  if (isNumber(type)) {
    if (!isWritten(how)) return convert(text, type, { decimal: how.decimal, format: null, json: true, guessed: false })
    return convert(plainNumber(text, how), type, { decimal: '.', format: null, json: true, guessed: false })
  }
  if (isTime(type) && how.format !== null) return safe(readBy(text, how.format), type)
  if (type === 'BOOLEAN' && how.trueValues.length + how.falseValues.length > 0) return truth(text, how)
  return convert(text, type, { decimal: '.', format: null, json: true, guessed: false })
}

const toText = (value: Expression, from: string, how: TextFormat): Expression => {
  if (isTime(from) && how.format !== null) return call('strftime', value, literal(how.format))
  const text = cast(value, 'VARCHAR')
  return isNumber(from) && how.decimal !== '.' ? call('replace', text, literal('.'), literal(how.decimal)) : text
}

/** A column's value in another type; null where it has none there, or would lose something. */
export const converted = (of: Column, type: string, how: TextFormat): Expression => {
  const value = column(of.name)
  const from = familyOf(of.type)
  if (type === 'VARCHAR') return from === 'text' ? value : toText(value, of.type, how)
  if (from === 'text') return fromText(value, type, how)
  const byText = (isTime(type) && how.format !== null) || how.trueValues.length + how.falseValues.length > 0
  if (byText && ['number', 'boolean'].includes(from)) return fromText(cast(value, 'VARCHAR'), type, how)
  if (from === 'number' && (isWhole(type) || type === 'BOOLEAN')) return sameBack(value, of.type, type)
  return safe(value, type)
}

/** The same as a number, whatever its own type is; null of what is none. */
const sameNumber = (value: Expression, type: string): Expression => {
  const result = safe(value, type)
  // doubles tell no fraction of a decimal with more digits than they have
  const fraction = call('regexp_full_match', cast(value, 'VARCHAR'), literal('[+-]?[0-9]*\\.[0-9]*[1-9][0-9]*'))
  const differs = op('is_distinct', safe(result, 'DOUBLE'), safe(value, 'DOUBLE'))
  return cases([{ when: all([op('not', differs), op('not', fraction)]), result }])
}

/** The value of an expression of no known type in another type, as a column's would be. */
export const convertedAny = (value: Expression, type: string): Expression => {
  const other = isWhole(type) || type === 'BOOLEAN' ? sameNumber(value, type) : safe(value, type)
  if (type === 'VARCHAR') return other
  const isText = op('=', call('typeof', value), literal('VARCHAR'))
  return cases([{ when: isText, result: fromText(cast(value, 'VARCHAR'), type, plainTexts) }], other)
}
