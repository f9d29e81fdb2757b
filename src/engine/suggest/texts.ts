import { invisible, looseAfter, looseBefore } from '#core/convert/invisible.ts'
import type { ColumnProfile } from '#core/profile/types.ts'
import { all, call, limit, literal, op } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import { dateFormats } from '#core/suggest/dates.ts'
import { missingWords } from '#core/suggest/missing.ts'
import { mayBeNumbers, notations, patternOf, signsOf } from '#core/suggest/numbers.ts'
import type { TextFigures } from '#core/suggest/types.ts'
import { figuresOf, type Reading } from '../profile/reading.ts'
import { type Values, valuesOf } from '../profile/values.ts'
import { countWhere } from '../rows/count.ts'

/** More values than these are looked at in first rows alone: a suggestion is counted in all of them anyway. */
const mostCells = 10_000_000

/** Controls but for tabs and line ends. */
const unseen = '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F\\x{80}-\\x{9F}]'

const unshaped = [invisible, looseBefore, looseAfter].join('|')

const spaces = '^[\\s\\x{A0}]|[\\s\\x{A0}]$|[\\s\\x{A0}]{2}'

const has = (text: Expression, pattern: string): Expression => call('regexp_matches', text, literal(pattern))

const is = (text: Expression, pattern: string): Expression => call('regexp_full_match', text, literal(pattern))

/** Values that may be dates, by their shapes: where these are told with runs as one, any may. */
const mayBe = ({ patterns, roughPatterns }: ColumnProfile, shape: RegExp): boolean =>
  patterns.some(({ pattern }) => (roughPatterns ? pattern.includes('9') : shape.test(pattern)))

const dateKey = (index: number): string => `date_${index}`
const numberKey = (name: string): string => `number_${name}`

const measuresOf = ({ text }: Values, column: ColumnProfile): Readonly<Record<string, Expression>> => {
  const trimmed = call('lower', call('trim', text))
  const hasLetters = has(text, '\\p{L}')
  const isDate = (format: string) => op('is_not_null', call('try_strptime', text, literal(format)))
  const written = dateFormats
    .map((each, i) => ({ ...each, key: dateKey(i) }))
    .filter(({ shape }) => mayBe(column, shape))
  const numbers = mayBeNumbers(column) ? notations : []
  const signs = signsOf(column)
  return {
    spaced: countWhere(has(text, spaces)),
    unseen: countWhere(has(text, unseen)),
    invisible: countWhere(has(text, unshaped)),
    unnormal: countWhere(op('<>', call('nfc_normalize', text), text)),
    missing: countWhere(call('list_contains', op('list', ...missingWords.map(word => literal(word))), trimmed)),
    lettered: countWhere(hasLetters),
    lower: countWhere(all([hasLetters, op('=', call('lower', text), text)])),
    upper: countWhere(all([hasLetters, op('=', call('upper', text), text)])),
    ascii: countWhere(is(text, '[[:ascii:]]*')),
    zeros: countWhere(has(text, '^\\s*0[0-9]')),
    ...Object.fromEntries(written.map(({ key, format }) => [key, countWhere(isDate(format))])),
    ...Object.fromEntries(
      numbers.map(({ name, pattern }) => [numberKey(name), countWhere(is(text, patternOf(pattern, signs)))]),
    ),
  }
}

/** What can be told of the texts of columns without a suggestion: one scan. */
export const readTexts = async (
  reading: Reading,
  columns: readonly ColumnProfile[],
): Promise<ReadonlyMap<string, TextFigures>> => {
  const texts = columns.filter(({ shape, count }) => shape === 'text' && count > 0)
  const rows = Math.floor(mostCells / Math.max(1, texts.length))
  const seen = reading.rows > rows ? { ...reading, table: limit(reading.table, rows) } : reading
  // counts are of all rows where first rows stand for them
  const share = reading.rows > rows ? reading.rows / rows : 1
  const figures = await figuresOf(seen, texts, column => measuresOf(valuesOf(column), column))
  return new Map(
    texts.map(({ name }, i) => {
      const of = (figure: string) => Math.round(Number(figures[i]![figure] ?? 0) * share)
      return [
        name,
        {
          spaced: of('spaced'),
          unseen: of('unseen'),
          invisible: of('invisible'),
          unnormal: of('unnormal'),
          missing: of('missing'),
          lettered: of('lettered'),
          lower: of('lower'),
          upper: of('upper'),
          ascii: of('ascii'),
          zeros: of('zeros'),
          dates: Object.fromEntries(dateFormats.map(({ format }, each) => [format, of(dateKey(each))])),
          numbers: Object.fromEntries(notations.map(({ name: notation }) => [notation, of(numberKey(notation))])),
        },
      ]
    }),
  )
}
