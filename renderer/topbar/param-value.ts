import type { ParameterType, ParameterValue } from '#core/flow/types.ts'

export interface ReadValue {
  readonly valid: boolean
  readonly value: ParameterValue | undefined
}

const read = (text: string): ReadValue => ({ valid: true, value: text })
const wrong: ReadValue = { valid: false, value: undefined }

const ofNumber = (text: string, whole: boolean): ReadValue => {
  const value = Number(text)
  return Number.isFinite(value) && (!whole || Number.isSafeInteger(value)) ? { valid: true, value } : wrong
}

const isDate = (text: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

const readers = {
  string: read,
  path: read,
  choice: read,
  integer: text => ofNumber(text, true),
  number: text => ofNumber(text, false),
  boolean: text => (text === 'true' || text === 'false' ? { valid: true, value: text === 'true' } : wrong),
  date: text => (isDate(text) ? read(text) : wrong),
  timestamp: text => (isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)) ? read(text) : wrong),
} as const satisfies Record<ParameterType, (text: string) => ReadValue>

/** A typed text as a value of the parameter's type; an empty one is no value. */
export const readValue = (type: ParameterType, text: string): ReadValue =>
  text === '' ? { valid: true, value: undefined } : readers[type](text)

export const valueText = (value: ParameterValue | undefined): string =>
  value === undefined || value === null ? '' : String(value)
