import type { Parameter, ParameterValue } from './types.ts'

export type ParameterOutcome =
  | { readonly ok: true; readonly value: ParameterValue }
  | { readonly ok: false; readonly message: string; readonly hint?: string }

const dayPattern = /^\d{4}-(\d{2})-(\d{2})$/
const timestampPattern =
  /^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/

const isDay = (text: string): boolean => {
  if (!dayPattern.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

const isTimestamp = (text: string): boolean => {
  const match = timestampPattern.exec(text)
  return (
    match?.[1] !== undefined &&
    isDay(match[1]) &&
    !Number.isNaN(Date.parse(text.length > 10 ? text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00') : text))
  )
}

const numberOf = (value: ParameterValue): number | null => {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value.trim())) return null
  return Number(value)
}

const yes = ['true', 'yes', '1']
const no = ['false', 'no', '0']

type Reader = (value: string | number | boolean, parameter: Parameter) => ParameterValue | undefined

const readers = {
  string: value => String(value),
  path: value => String(value),
  integer: value => {
    const number = numberOf(value)
    return number !== null && Number.isSafeInteger(number) ? number : undefined
  },
  number: value => {
    const number = numberOf(value)
    return number !== null && Number.isFinite(number) ? number : undefined
  },
  boolean: value => {
    const text = String(value).toLowerCase()
    return yes.includes(text) ? true : no.includes(text) ? false : undefined
  },
  date: value => (isDay(String(value)) ? String(value) : undefined),
  timestamp: value => (isTimestamp(String(value)) ? String(value) : undefined),
  choice: (value, parameter) => (parameter.choices?.includes(String(value)) ? String(value) : undefined),
} satisfies Record<Parameter['type'], Reader>

const wanted = (parameter: Parameter): string =>
  ({
    string: 'a text',
    path: 'a path',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    date: 'a day as YYYY-MM-DD',
    timestamp: 'a time as YYYY-MM-DD HH:MM:SS',
    choice: `one of ${(parameter.choices ?? []).map(choice => `\`${choice}\``).join(', ') || 'its choices, of which there are none'}`,
  })[parameter.type]

/** Reads a value given as text or JSON as the parameter's type; null stays null. */
export const readParameter = (parameter: Parameter, value: ParameterValue): ParameterOutcome => {
  if (value === null) return { ok: true, value }
  const reader: Reader = readers[parameter.type]
  const read = reader(value, parameter)
  if (read === undefined) return { ok: false, message: `should be ${wanted(parameter)}, and is \`${value}\`` }
  return { ok: true, value: read }
}

/** DuckDB's type for a parameter's typed literal. */
export const parameterTypes = {
  string: 'VARCHAR',
  path: 'VARCHAR',
  choice: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
} as const satisfies Record<Parameter['type'], string>
