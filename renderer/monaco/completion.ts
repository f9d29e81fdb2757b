import type { Column } from '#core/relation/relation.ts'
import type { CodeContext } from './context.ts'
import { functions, keywords, queryKeywords } from './functions.ts'
import { typedName } from './typed-name.ts'

/** One offer of completion, before any editor knows of it. */
export interface Suggestion {
  readonly kind: 'column' | 'table' | 'parameter' | 'function' | 'keyword'
  readonly label: string
  readonly detail: string
  /** What it gives, in a sentence. */
  readonly about?: string
  readonly insert: string
  readonly filter: string
  readonly snippet?: boolean
}

const columnItem = ({ name, type }: Column): Suggestion => ({
  kind: 'column',
  label: name,
  detail: type,
  insert: typedName(name),
  filter: name,
})

/** What may be typed next, columns first, and how many characters before the cursor it replaces. */
export const suggestions = (
  before: string,
  context: CodeContext,
  query: boolean,
): { readonly items: readonly Suggestion[]; readonly replaces: number } => {
  const word = /[\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? ''
  const lead = before.slice(0, before.length - word.length)
  if (lead.endsWith('$'))
    return {
      items: context.params.map(name => ({
        kind: 'parameter',
        label: `$${name}`,
        detail: 'parameter',
        insert: `$${name}`,
        filter: `$${name}`,
      })),
      replaces: word.length + 1,
    }
  const table = /([\p{L}_][\p{L}\p{N}_]*)\.$/u.exec(lead)?.[1]
  const named = table === undefined ? undefined : context.tables?.[table]
  if (named) return { items: named.map(columnItem), replaces: word.length }
  const quoted = lead.endsWith('"')
  const columns = context.columns.map(columnItem).map(item => (quoted ? { ...item, filter: `"${item.label}` } : item))
  if (quoted) return { items: columns, replaces: word.length + 1 }
  const tables = Object.keys(context.tables ?? {}).map(
    (name): Suggestion => ({ kind: 'table', label: name, detail: 'input', insert: name, filter: name }),
  )
  const calls = functions.map(
    ({ name, arguments: args, entry }): Suggestion => ({
      kind: 'function',
      label: name,
      detail: `(${args})`,
      about: entry.about,
      insert: args ? `${name}($0)` : `${name}()`,
      filter: name,
      snippet: args !== '',
    }),
  )
  const words = [...keywords, ...(query ? queryKeywords : [])].map(
    (name): Suggestion => ({ kind: 'keyword', label: name, detail: '', insert: name, filter: name }),
  )
  const params = context.params.map(
    (name): Suggestion => ({
      kind: 'parameter',
      label: `$${name}`,
      detail: 'parameter',
      insert: `$${name}`,
      filter: name,
    }),
  )
  return { items: [...columns, ...tables, ...params, ...calls, ...words], replaces: word.length }
}

/** The text with an offer put in for the word that was begun, and where typing goes on. */
export const inserted = (
  text: string,
  at: number,
  replaces: number,
  suggestion: Suggestion,
): { readonly text: string; readonly at: number } => {
  const start = at - replaces
  const rest = text.slice(at)
  const hole = suggestion.insert.indexOf('$0')
  const called = suggestion.kind === 'function' && rest.startsWith('(')
  const put = called ? suggestion.label : suggestion.insert.replace('$0', '')
  return { text: text.slice(0, start) + put + rest, at: start + (called || hole < 0 ? put.length : hole) }
}
