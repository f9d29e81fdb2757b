import type { JsonValue } from '../duckdb/value.ts'

export interface MessageParts {
  readonly column: string
  /** Undefined where the value is not known any more. */
  readonly value: readonly (JsonValue | undefined)[] | undefined
  readonly raw: readonly string[] | undefined
}

const longest = 120

const shown = (value: JsonValue | undefined): string => {
  if (value === '') return "''"
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

const marks = [
  ['(', ')'],
  ['`', '`'],
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['', ''],
] as const

const escaped = (text: string): string => text.replace(/[()]/g, '\\$&')

/** A placeholder with the marks around it, the colon and the space before: what goes with it when it goes. */
const dressed = (name: string): RegExp =>
  new RegExp(`\\s*[:=]?\\s*(?:${marks.map(([a, b]) => `${escaped(a)}\\{${name}\\}${escaped(b)}`).join('|')})`, 'g')

/** A rule's sentence with its column, value and raw text put in; what is not known is left out with its marks. */
export const fillMessage = (message: string, { column, value, raw }: MessageParts): string => {
  const known: Readonly<Record<string, string | undefined>> = {
    column,
    value: value?.map(shown).join(', '),
    raw: raw?.map(shown).join(', '),
  }
  const kept = Object.keys(known).reduce(
    (text, name) => (known[name] === undefined ? text.replace(dressed(name), '') : text),
    message,
  )
  return kept.replace(/\{(column|value|raw)\}/g, (_, name: string) => known[name] ?? '').trim()
}
