import type { CompileContext } from '../node/kind.ts'
import { reservedPrefix } from '../relation/columns.ts'
import type { Column } from '../relation/relation.ts'
import { isTypeName } from '../sql/type-name.ts'
import { fits } from './fits.ts'

/** A cell of a table that is typed in. */
export type TypedCell = string | number | boolean | null

/** A typed cell as the text that is converted to its column's type. */
export const asText = (cell: TypedCell | undefined): string | null =>
  cell === null || cell === undefined ? null : String(cell)

const checkColumns = (columns: readonly Column[], context: CompileContext): boolean => {
  let sound = true
  const report = (code: string, index: number, key: string, message: string): void => {
    sound = false
    context.report({ code, severity: 'error', setting: `columns.${index}.${key}`, message })
  }
  columns.forEach(({ name, type }, i) => {
    const before = columns.slice(0, i).some(other => other.name.toLowerCase() === name.toLowerCase())
    if (before) report('E-COLUMN-TWICE', i, 'name', `There are two columns \`${name}\`.`)
    if (name.toLowerCase().startsWith(reservedPrefix)) {
      report('E-SETTING', i, 'name', `The column \`${name}\` begins with \`${reservedPrefix}\`, which is reserved.`)
    }
    if (!isTypeName(type)) report('E-TYPE-UNKNOWN', i, 'type', `\`${type}\` is not the name of a type.`)
  })
  return sound
}

const checkRow = (
  row: readonly TypedCell[],
  index: number,
  columns: readonly Column[],
  context: CompileContext,
): void => {
  if (row.length !== columns.length) {
    context.report({
      code: 'E-SETTING',
      severity: 'error',
      setting: `rows.${index}`,
      message: `Row ${index + 1} has ${row.length} ${row.length === 1 ? 'cell' : 'cells'}, and the table ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}.`,
    })
  }
  columns.forEach(({ name, type }, i) => {
    const text = asText(row[i])
    if (text === null || fits(text, type) !== false) return
    context.report({
      code: 'E-CELL-TYPE',
      severity: 'error',
      setting: `rows.${index}.${i}`,
      message: `In row ${index + 1}, \`${name}\` is \`${text}\`, which is not of type ${type}.`,
    })
  })
}

/** Reports what is wrong with the columns and rows of a table that is typed in; says whether it has columns that can be read. */
export const checkTable = (
  columns: readonly Column[],
  rows: readonly (readonly TypedCell[])[],
  context: CompileContext,
): boolean => {
  const sound = checkColumns(columns, context)
  rows.forEach((row, i) => {
    checkRow(row, i, columns, context)
  })
  return sound
}
