import { datesOf } from './dates.ts'
import { numbersOf } from './numbers.ts'
import { counted, type InlineCell, type InlineTable, uniqueName } from './table.ts'

/** A table made of records, and what was decided on the way. */
export interface RecordTable extends InlineTable {
  readonly told: readonly string[]
}

type Entry = Readonly<Record<string, unknown>>

/** What stands before a number's digits where they are kept as a text: JavaScript would round them. */
const mark = '\u0000#'

/** JSON with its numbers as marked texts. */
const withDigits = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, token =>
    token.startsWith('"') ? token : `"\\u0000#${token}"`,
  )

const isNumber = (value: unknown): value is string => typeof value === 'string' && value.startsWith(mark)
const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return isNumber(value) ? value.slice(mark.length) : value
  return JSON.stringify(value).replace(/"\\u0000#([^"]*)"/g, '$1')
}

const parsed = (json: string): { readonly value: unknown } | null => {
  try {
    JSON.parse(json)
    return { value: JSON.parse(withDigits(json)) }
  } catch {
    return null
  }
}

const isRecord = (value: unknown): value is Entry => isNested(value) && !Array.isArray(value)

/** Records of pasted JSON; a text: why there are none; null: it is no JSON. */
const recordsOf = (text: string): readonly Entry[] | string | null => {
  if (!/^\s*[[{]/.test(text)) return null
  const whole = parsed(text)
  if (whole !== null) {
    if (!Array.isArray(whole.value) || whole.value.length === 0)
      return 'The clipboard holds JSON that is neither a node nor a list of records. Keep it in a file, and drop the file on the canvas.'
    const odd = whole.value.findIndex(entry => !isRecord(entry))
    return odd < 0 ? whole.value : `Entry ${odd + 1} of the pasted list is no record, {…}: nothing was pasted.`
  }
  const lines = text.split(/\r?\n/)
  const entries = lines.map(line => (line.trim() === '' ? undefined : (parsed(line)?.value ?? null)))
  if (!isRecord(entries.find(entry => entry !== undefined))) return null
  const odd = entries.findIndex(entry => entry !== undefined && !isRecord(entry))
  return odd < 0 ? entries.filter(isRecord) : `Line ${odd + 1} of the pasted JSON is no record: nothing was pasted.`
}

interface JsonColumn {
  readonly type: string
  readonly told?: string
}

/** The type of a column's values that are there; texts that JSON holds stay texts, but for dates of ISO 8601. */
const columnOf = (values: readonly unknown[]): JsonColumn => {
  if (values.length === 0) return { type: 'VARCHAR' }
  if (values.every(value => typeof value === 'boolean')) return { type: 'BOOLEAN' }
  if (values.every(isNumber)) {
    const numbers = numbersOf(values.map(textOf), '.')
    if (numbers && numbers !== 'unsure') return { type: numbers.type }
    return { type: 'VARCHAR', told: 'kept as text: a number would lose digits' }
  }
  if (values.some(isNested)) return { type: 'VARCHAR', told: 'kept as JSON text' }
  if (!values.every(value => typeof value === 'string' && !isNumber(value)))
    return { type: 'VARCHAR', told: 'kept as text: its values are of several types' }
  const dates = datesOf(values.map(textOf))
  return { type: dates && dates !== 'unsure' && !dates.written ? dates.type : 'VARCHAR' }
}

const toldMissing = (records: readonly Entry[], keys: readonly string[]): readonly string[] => {
  const short = records.filter(record => keys.some(key => !Object.hasOwn(record, key))).length
  return short === 0 ? [] : [`${counted(short, 'record')} without all of the keys filled up with empty cells`]
}

/** Records of JSON, in a list or each on its line, as a table; a text: why it cannot be one; null: it is no JSON. */
export const readRecords = (text: string): RecordTable | string | null => {
  const records = recordsOf(text.replace(/^\ufeff/, ''))
  if (records === null || typeof records === 'string') return records
  const keys = [...new Set(records.flatMap(record => Object.keys(record)))]
  if (keys.length === 0) return 'The pasted records have no keys: nothing was pasted.'
  const taken = new Set<string>()
  const cellOf = (record: Entry, key: string): unknown => (Object.hasOwn(record, key) ? record[key] : null)
  const guesses = keys.map(key => columnOf(records.map(record => cellOf(record, key)).filter(value => value !== null)))
  const columns = guesses.map(({ type }, index) => ({
    name: uniqueName(keys[index]?.trim() || `column_${index + 1}`, taken),
    type,
  }))
  const cell = (value: unknown): InlineCell => (value === null ? null : textOf(value))
  const rows = records.map(record => keys.map(key => cell(cellOf(record, key))))
  const told = guesses.flatMap((guess, index) => (guess.told ? [`\`${columns[index]?.name}\` ${guess.told}`] : []))
  return { columns, rows, told: [...toldMissing(records, keys), ...told] }
}
