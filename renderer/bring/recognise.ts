import { readHtml } from './html-table.ts'
import { type Pasted, readLines } from './lines.ts'
import { readMarkdown } from './markdown-table.ts'
import { type RecordTable, readRecords } from './records.ts'
import { isQuery } from './sql-text.ts'

/** What a text from the clipboard is, where it is no node of a flow. */
export type Recognised =
  | { readonly kind: 'query'; readonly text: string }
  | { readonly kind: 'table'; readonly pasted: Pasted }
  | { readonly kind: 'records'; readonly table: RecordTable }
  /** Nothing that a node can be made of, and why. */
  | { readonly kind: 'neither'; readonly why: string }

const isSeveral = ({ lines }: Pasted) => lines.length > 1 || (lines[0]?.length ?? 0) > 1

/** A text is a table if it has several lines, and most of them as many cells; a lone line is one if it has tabs or was a table. */
const isTable = ({ lines }: Pasted, text: string, html: string): boolean => {
  const counts = new Map<number, number>()
  for (const { length } of lines) counts.set(length, (counts.get(length) ?? 0) + 1)
  const usual = Math.max(...counts.values())
  return usual * 2 > lines.length && (lines.length > 1 || text.includes('\t') || /<table\b/i.test(html))
}

/** Cells of a text: as Markdown or a page has them in a table, or with delimiters. A sheet gives both, and its text has the line ends inside of cells. */
export const readCells = (text: string, html: string): Pasted => {
  const table = readMarkdown(text) ?? (html && !text.includes('\t') ? readHtml(html) : null)
  return table && isSeveral(table) ? table : readLines(text)
}

const neither = (why: string): Recognised => ({ kind: 'neither', why })

export const recognise = (text: string, html: string): Recognised => {
  if (isQuery(text)) return { kind: 'query', text }
  const records = readRecords(text)
  if (typeof records === 'string') return neither(records)
  if (records !== null) return { kind: 'records', table: records }
  const pasted = readCells(text, html)
  if (isTable(pasted, text, html)) return { kind: 'table', pasted }
  return neither('The clipboard holds no nodes, no table and no query that could be put here.')
}
