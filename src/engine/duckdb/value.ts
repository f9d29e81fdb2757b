import {
  DuckDBArrayValue,
  DuckDBBitValue,
  DuckDBDateValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  DuckDBUnionValue,
  type DuckDBValue,
  DuckDBVariantValue,
} from '@duckdb/node-api'

/** A value as JSON can hold it without loss: numbers past 2^53, decimals, dates and times are texts. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

const safe = BigInt(Number.MAX_SAFE_INTEGER)
const infiniteDays = 2_147_483_647

/** DuckDB's value as the contract prints it. The type tells FLOAT from DOUBLE, which JavaScript does not. */
export const toJson = (value: DuckDBValue, type?: DuckDBType): JsonValue => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return value <= safe && value >= -safe ? Number(value) : String(value)
  if (typeof value === 'number') return numberOf(value, type)
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return value.items.map(item => toJson(item, itemType(type)))
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(value.entries).map(([key, entry]) => [key, toJson(entry)]))
  if (value instanceof DuckDBMapValue) return mapOf(value)
  if (value instanceof DuckDBUnionValue) return toJson(value.value)
  if (value instanceof DuckDBVariantValue) return String(value)
  if (value instanceof DuckDBDateValue && Math.abs(value.days) === infiniteDays)
    return value.days > 0 ? 'infinity' : '-infinity'
  if (value instanceof DuckDBDateValue) return isoYear(String(value))
  if (isTimestamp(value)) return isoTimestamp(String(value))
  if (value instanceof DuckDBIntervalValue) return isoDuration(value)
  if (value instanceof DuckDBBitValue) return String(value)
  return String(value)
}

const numberOf = (value: number, type: DuckDBType | undefined): JsonValue => {
  if (!Number.isFinite(value)) return String(value)
  if (type?.typeId !== DuckDBTypeId.FLOAT) return value
  for (let digits = 1; digits <= 9; digits += 1) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return value
}

const itemType = (type: DuckDBType | undefined): DuckDBType | undefined =>
  type && 'valueType' in type ? (type.valueType as DuckDBType) : undefined

const mapOf = ({ entries }: DuckDBMapValue): JsonValue =>
  entries.every(({ key }) => typeof key === 'string')
    ? Object.fromEntries(entries.map(({ key, value }) => [String(key), toJson(value)]))
    : entries.map(({ key, value }) => ({ key: toJson(key), value: toJson(value) }))

const isTimestamp = (value: object): boolean =>
  value instanceof DuckDBTimestampValue ||
  value instanceof DuckDBTimestampTZValue ||
  value instanceof DuckDBTimestampSecondsValue ||
  value instanceof DuckDBTimestampMillisecondsValue ||
  value instanceof DuckDBTimestampNanosecondsValue

/** `44-03-15 (BC)` is the year -0043; years past 9999 carry a sign. */
const isoYear = (text: string): string => {
  const era = / \(BC\)/.test(text)
  const [, year = '', rest = ''] = /^(\d+)(.*)$/.exec(text.replace(' (BC)', '')) ?? []
  if (!year) return text
  if (!era) return year.length > 4 ? `+${year.padStart(6, '0')}${rest}` : `${year}${rest}`
  return `-${String(Number(year) - 1).padStart(6, '0')}${rest}`
}

const isoTimestamp = (text: string): string =>
  isoYear(text)
    .replace(' ', 'T')
    .replace(/\+00(?::00)?$/, 'Z')

const isoDuration = ({ months, days, micros }: DuckDBIntervalValue): string => {
  const years = Math.trunc(months / 12)
  const date = [
    [years, 'Y'],
    [months % 12, 'M'],
    [days, 'D'],
  ] as const
  const sign = micros < 0n ? '-' : ''
  const size = micros < 0n ? -micros : micros
  const fraction = String(size % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  const seconds = size / 1_000_000n
  const time = [
    [seconds / 3600n, 'H', ''],
    [(seconds / 60n) % 60n, 'M', ''],
    [seconds % 60n, 'S', fraction && `.${fraction}`],
  ] as const
  const first = date.map(([amount, unit]) => (amount === 0 ? '' : `${amount}${unit}`)).join('')
  const last = time
    .map(([amount, unit, part]) => (amount === 0n && !part ? '' : `${sign}${amount}${part}${unit}`))
    .join('')
  return first || last ? `P${first}${last && `T${last}`}` : 'PT0S'
}
