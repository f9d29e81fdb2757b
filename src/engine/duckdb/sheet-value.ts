import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api'
import { serialOf } from '../xlsx/dates.ts'
import type { SheetValue, ValueNote } from '../xlsx/write/sheet.ts'
import type { CellFormat } from '../xlsx/write/styles.ts'
import { toJson } from './value.ts'

const mostDigits = 15
const dayMs = 86_400_000

const textual = (text: string, note?: ValueNote): SheetValue => ({
  kind: 'text',
  format: 'plain',
  text,
  ...(note ? { note } : {}),
})
const numeric = (text: string, format: CellFormat = 'plain', note?: ValueNote): SheetValue => ({
  kind: 'number',
  format,
  text,
  ...(note ? { note } : {}),
})

const digitsIn = (value: bigint): number => String(value < 0n ? -value : value).length

const asText = (value: DuckDBValue, type: DuckDBType | undefined): string => {
  const json = toJson(value, type)
  return typeof json === 'string' ? json : JSON.stringify(json)
}

/** Rounded to the millisecond. */
const milliseconds = (micros: bigint) => ({ ms: Math.round(Number(micros) / 1000), isRounded: micros % 1000n !== 0n })

const ofMoment = (micros: bigint, value: DuckDBValue, type?: DuckDBType): SheetValue => {
  const { ms, isRounded } = milliseconds(micros)
  const serial = serialOf(ms)
  return serial === null
    ? textual(asText(value, type), 'range')
    : numeric(String(serial), 'datetime', isRounded ? 'rounded' : undefined)
}

const ofSpan = (value: DuckDBIntervalValue): SheetValue => {
  const micros = BigInt(value.days) * BigInt(dayMs) * 1000n + value.micros
  if (value.months !== 0 || micros < 0n) return textual(asText(value, undefined))
  const { ms, isRounded } = milliseconds(micros)
  return numeric(String(ms / dayMs), 'duration', isRounded ? 'rounded' : undefined)
}

/** A value as a cell of a sheet holds it: a number, a date or a text, whatever loses least. */
export const sheetValue = (value: DuckDBValue, type?: DuckDBType): SheetValue | null => {
  if (value === null) return null
  if (typeof value === 'string') return textual(value)
  if (typeof value === 'boolean') return { kind: 'boolean', format: 'plain', text: value ? '1' : '0' }
  if (typeof value === 'number')
    return Number.isFinite(value) ? numeric(String(toJson(value, type))) : textual(asText(value, type))
  if (typeof value === 'bigint')
    return digitsIn(value) > mostDigits ? textual(String(value), 'digits') : numeric(String(value))
  if (value instanceof DuckDBDecimalValue)
    return digitsIn(value.value) > mostDigits ? textual(String(value), 'digits') : numeric(String(value))
  if (value instanceof DuckDBDateValue) {
    const serial = serialOf(value.days * dayMs)
    return serial === null ? textual(asText(value, type), 'range') : numeric(String(serial), 'date')
  }
  if (value instanceof DuckDBTimestampValue) return ofMoment(value.micros, value, type)
  if (value instanceof DuckDBTimestampMillisecondsValue) return ofMoment(value.millis * 1000n, value, type)
  if (value instanceof DuckDBTimestampSecondsValue) return ofMoment(value.seconds * 1_000_000n, value, type)
  if (value instanceof DuckDBTimestampNanosecondsValue) return ofMoment(value.nanos / 1000n, value, type)
  if (value instanceof DuckDBTimeValue) {
    const { ms, isRounded } = milliseconds(value.micros)
    return numeric(String(ms / dayMs), 'time', isRounded ? 'rounded' : undefined)
  }
  if (value instanceof DuckDBIntervalValue) return ofSpan(value)
  return textual(asText(value, type))
}
