import type { Range } from '../../../xlsx/address.ts'
import type { SheetCell } from '../../../xlsx/sheet.ts'

type Cells = readonly (SheetCell | undefined)[]

/** Puts the value of merged cells, which stands in the first of them, into all; rows are told from above. */
export const repeatMerged = (merged: readonly Range[]): ((number: number, cells: Cells) => Cells) => {
  if (merged.length === 0) return (_, cells) => cells
  let next = 0
  let active: { readonly range: Range; readonly value: SheetCell }[] = []
  return (number, cells) => {
    active = active.filter(({ range }) => range.toRow >= number)
    for (; next < merged.length && merged[next]!.fromRow <= number; next++) {
      const range = merged[next]!
      const value = range.fromRow === number ? cells[range.fromColumn] : undefined
      if (value) active.push({ range, value })
    }
    if (active.length === 0) return cells
    const filled = [...cells]
    for (const { range, value } of active)
      for (let column = range.fromColumn; column <= range.toColumn; column++) filled[column] ??= value
    return filled
  }
}
