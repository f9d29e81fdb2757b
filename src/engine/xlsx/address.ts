/** The most that a sheet has. */
export const mostRows = 1_048_576
export const mostColumns = 16_384

/** The letters of a column, of which the first is 0. */
export const lettersOf = (column: number): string => {
  let letters = ''
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1)
    letters = String.fromCharCode(65 + (rest % 26)) + letters
  return letters
}

/** The column of an address such as `AB12`; -1 where there are no letters. */
export const columnOf = (address: string): number => {
  let column = 0
  for (let i = 0; i < address.length; i++) {
    const code = address.charCodeAt(i) & 0xdf
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

/** A rectangle of cells, both ends included; rows are counted from 1, columns from 0. */
export interface Range {
  readonly fromColumn: number
  readonly toColumn: number
  readonly fromRow: number
  readonly toRow: number
}

const pattern = /^\s*\$?([A-Za-z]{1,3})\$?(\d{1,7})?(?:\s*:\s*\$?([A-Za-z]{1,3})\$?(\d{1,7})?)?\s*$/

/** `A3:F200`, `A3:F`, `B:D`, or `A3`: all from there on. Null where it says none of these. */
export const rangeOf = (text: string): Range | null => {
  const [found, first, firstRow, last, lastRow] = pattern.exec(text) ?? []
  if (found === undefined || first === undefined) return null
  const range = {
    fromColumn: columnOf(first),
    toColumn: last === undefined ? mostColumns - 1 : columnOf(last),
    fromRow: firstRow === undefined ? 1 : Number(firstRow),
    toRow: lastRow === undefined ? mostRows : Number(lastRow),
  }
  const isThere = range.fromRow >= 1 && range.toRow <= mostRows && range.toColumn < mostColumns
  return isThere && range.fromColumn <= range.toColumn && range.fromRow <= range.toRow ? range : null
}
