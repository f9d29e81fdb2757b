import type { Column } from '#core/relation/relation.ts'
import { cellText } from './cell-text.ts'

/** Rows and columns to copy, values as a page gives them. */
export interface Block {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly unknown[])[]
}

// what spreadsheets read back as one cell
const field = (text: string) => (/["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Tab-separated as spreadsheets paste it; null is an empty cell. */
export const toTsv = ({ columns, rows }: Block, headers: boolean): string => {
  const lines = rows.map(row => row.map(value => (value === null ? '' : field(cellText(value)))))
  const head = headers ? [columns.map(column => field(column.name))] : []
  return [...head, ...lines].map(line => line.join('\t')).join('\n')
}

/** One object for one row, else a list of them, by column name. */
export const toJson = ({ columns, rows }: Block): string => {
  const objects = rows.map(row => Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null])))
  return JSON.stringify(objects.length === 1 ? objects[0] : objects, null, 2)
}

/** Puts text on the clipboard by the document's own copy command, which needs no permission. */
export const writeClipboard = (text: string): void => {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  document.addEventListener('copy', put, { capture: true, once: true })
  document.execCommand('copy')
  document.removeEventListener('copy', put, { capture: true })
}
