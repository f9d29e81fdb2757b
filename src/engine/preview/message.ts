import type { JsonValue } from '../duckdb/value.ts'

export interface MessageParts {
  readonly column: string
  /** Undefined where the value is not known any more. */
  readonly value: readonly (JsonValue | undefined)[] | undefined
  readonly raw: readonly string[] | undefined
}

const longest = 120

const shown = (value: JsonValue | undefined): string => {
  const text = typeof value === 'string' ? value : value === null ? 'null' : JSON.stringify(value)
  return text !== undefined && text.length > longest ? `${text.slice(0, longest)}…` : (text ?? '')
}

/** A placeholder with the quotes, brackets or colon around it, and the space before: what goes with it when it goes. */
const placeholder = (name: string) =>
  new RegExp(
    `\\s*[:=]?\\s*(?:\\(\\{${name}\\}\\)|\`\\{${name}\\}\`|"\\{${name}\\}"|'\\{${name}\\}'|“\\{${name}\\}”|\\{${name}\\})`,
    'g',
  )

const fill = (message: string, name: string, text: string | undefined): string => {
  if (text !== undefined) return message.replaceAll(`{${name}}`, () => text)
  return message.replace(placeholder(name), '')
}

/** A rule's sentence with its column, value and raw text put in; what is not known is left out with its quotes. */
export const fillMessage = (message: string, { column, value, raw }: MessageParts): string => {
  const values = value?.map(shown).join(', ')
  const texts = raw?.map(shown).join(', ')
  const filled = fill(fill(fill(message, 'column', column), 'raw', texts), 'value', values)
  return filled.trim()
}
