import { isLarge, tooMany } from './limits.ts'
import { readCells } from './recognise.ts'
import { counted, type InlineTable, pastedAt, sentence, tableOf, tableTold } from './table.ts'

/** What pasting cells into a table gives; no table where there are too many. */
export interface PastedCells {
  readonly table: InlineTable | null
  readonly told: string
}

/** Puts pasted cells into a table from one of its cells on; into an empty one with names and types of their own. */
export const pastedInto = (
  table: InlineTable,
  text: string,
  html: string,
  row: number,
  column: number,
): PastedCells => {
  const pasted = readCells(text, html)
  const { lines } = pasted
  if (isLarge(lines)) {
    const hint = 'On the canvas they can be kept in a file.'
    return { table: null, told: `${tooMany(counted(lines.length, 'pasted line'))} ${hint}` }
  }
  const empty = table.rows.every(cells => cells.every(cell => cell === null))
  if (empty && row === 0 && column === 0) {
    const own = tableOf(lines, pasted.header)
    return { table: { columns: own.columns, rows: own.rows }, told: tableTold(own, pasted.told) }
  }
  const placed = pastedAt(table, lines, row, column)
  const what = `Pasted ${counted(lines.length, 'line')}`
  return { table: placed.table, told: sentence([what, ...pasted.told, ...placed.told]) }
}
