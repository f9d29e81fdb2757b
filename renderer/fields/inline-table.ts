import type { Column } from '#core/relation/relation.ts'

export type InlineCell = string | number | boolean | null

export interface InlineTable {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly InlineCell[])[]
}

const kinds: readonly (readonly [string, RegExp])[] = [
  ['BIGINT', /^[+-]?(0|[1-9]\d{0,17})$/],
  ['DOUBLE', /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i],
  ['BOOLEAN', /^(true|false)$/i],
  ['DATE', /^\d{4}-\d{2}-\d{2}$/],
  ['TIMESTAMP', /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/],
]

/** The narrowest type that all texts have; a number with a leading zero is a text. */
export const guessType = (texts: readonly string[]): string => {
  const filled = texts.filter(text => text !== '')
  if (filled.length === 0 || filled.some(text => /^[+-]?0\d/.test(text))) return 'VARCHAR'
  return kinds.find(([, pattern]) => filled.every(text => pattern.test(text)))?.[0] ?? 'VARCHAR'
}

/** A first line is a header if it looks unlike what is below: texts, each once, over other types; or texts over texts with no repetition. */
export const hasHeader = (lines: readonly (readonly string[])[]): boolean => {
  const [first, ...rest] = lines
  if (!first || rest.length === 0) return false
  const names = first.every(text => text !== '' && guessType([text]) === 'VARCHAR')
  return names && new Set(first.map(text => text.toLowerCase())).size === first.length
}

const uniqueName = (wanted: string, taken: Set<string>): string => {
  let name = wanted
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${wanted}_${count}`
  taken.add(name.toLowerCase())
  return name
}

/** Pasted lines as a table of their own, with names and types. */
export const tableOf = (lines: readonly (readonly string[])[]): InlineTable => {
  const header = hasHeader(lines)
  const body = header ? lines.slice(1) : lines
  const width = Math.max(1, ...lines.map(line => line.length))
  const taken = new Set<string>()
  const columns = Array.from({ length: width }, (_, index) => ({
    name: uniqueName((header && lines[0]?.[index]?.trim()) || `column_${index + 1}`, taken),
    type: guessType(body.map(line => line[index] ?? '')),
  }))
  const rows = body.map(line => columns.map((_, index) => line[index] || null))
  return { columns, rows }
}

/** Pasted lines put over a table from a cell on; rows grow, columns do not. */
export const pastedAt = (
  table: InlineTable,
  lines: readonly (readonly string[])[],
  row: number,
  column: number,
): InlineTable => {
  const height = Math.max(table.rows.length, row + lines.length)
  const rows = Array.from({ length: height }, (_, y) =>
    table.columns.map((_, x) => {
      const pasted = lines[y - row]?.[x - column]
      return pasted === undefined ? (table.rows[y]?.[x] ?? null) : pasted === '' ? null : pasted
    }),
  )
  return { columns: table.columns, rows }
}
