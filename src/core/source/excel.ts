import { call, column, literal, project, scan } from '../relation/build.ts'
import type { Expression } from '../relation/expression.ts'
import type { NamedExpression, Relation, ScanInfo, ScanPart } from '../relation/relation.ts'
import { hidden } from './csv.ts'

/** Hidden columns of a sheet's copy: the row's number, which cells show errors, and beginnings of the names of others. */
export const excel = {
  line: '__weir_line',
  errors: '__weir_errors',
  unused: '__weir_unused_',
  error: '__weir_error_',
} as const

/** True where a cell of the column shows an error, such as #DIV/0!; null: none does. */
export const errorOf = (info: ScanInfo, name: string): Expression | null => {
  const at = info.errors?.indexOf(name) ?? -1
  return at < 0 ? null : column(`${excel.error}${at}`)
}

/** The rows of a sheet: its columns as they stand in the copy, the file's path, the row's number and what of it shows errors. */
export const sheetRows = (info: ScanInfo, part: ScanPart): Relation => {
  const rows = scan({
    reader: 'csv',
    files: part.files,
    options: {
      ...info.options,
      columns: part.columns,
      filename: hidden.file,
    },
    columns: [...part.columns, { name: hidden.file, type: 'VARCHAR' }],
    rejects: null,
    ...(info.beginning ? { beginning: true } : {}),
  })
  const placeOf = (name: string) => part.columns.findIndex(c => c.name === name) - 2
  const errors = (info.errors ?? []).map(
    (name, i): NamedExpression => ({
      name: `${excel.error}${i}`,
      expression: call(
        'coalesce',
        call('contains', column(excel.errors), literal(`|${placeOf(name)}|`)),
        literal(false),
      ),
    }),
  )
  return project(rows, [
    ...info.columns.map(({ name }) => ({ name, expression: column(name) })),
    { name: hidden.file, expression: column(hidden.file) },
    { name: excel.line, expression: column(excel.line) },
    ...errors,
  ])
}
