import type { Column } from '#core/relation/relation.ts'
import type { RecordKey } from './records.ts'
import { valueMarks } from './value.ts'

const { nine, fifteen, eighteen, fraction, small, exponent, number, boolean, date, timestamp } = valueMarks

/** The values of which DuckDB's JSON reader makes the same as we do of their texts; it rounds, and makes numbers of texts, without a word. */
const alike: Readonly<Record<string, number>> = {
  INTEGER: nine,
  BIGINT: nine | fifteen | eighteen,
  HUGEINT: nine | fifteen | eighteen,
  DOUBLE: nine | fifteen | fraction | small | exponent,
  BOOLEAN: boolean,
  DATE: date,
  TIMESTAMP: date | timestamp,
  VARCHAR: ~0,
}

/** The JSON reader writes these as texts in another way than the functions that take a record apart. */
const otherTexts = small | exponent | number

/** Keys of which the JSON reader can make columns: it knows no capitals. */
const areReadable = (keys: readonly RecordKey[]): boolean =>
  new Set(keys.map(({ name }) => name.toLowerCase())).size === keys.length &&
  !keys.some(({ name }) => name.toLowerCase().startsWith('__weir'))

/** The columns that the JSON reader may convert, where it may read all of them; null: each record is to be taken apart as a text. `columns` are those of `keys`. */
export const typedKeys = (
  columns: readonly Column[],
  names: readonly string[],
  keys: readonly RecordKey[],
): readonly string[] | null => {
  if (!areReadable(keys) || columns.some(({ type }) => type === 'JSON')) return null
  const marks = new Map(keys.map(key => [key.name, key.marks]))
  const marksOf = (i: number) => marks.get(names[i]!) ?? 0
  const typed = columns.filter(({ type }, i) => (marksOf(i) & ~(alike[type] ?? 0)) === 0).map(({ name }) => name)
  const asText = ({ name, type }: Column) => type === 'VARCHAR' || !typed.includes(name)
  return columns.some((c, i) => asText(c) && marksOf(i) & otherTexts) ? null : typed
}
