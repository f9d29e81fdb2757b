import type { CompileContext } from '#core/node/kind.ts'
import { defineNode, field, z } from '#core/node/settings.ts'
import { values } from '#core/relation/build.ts'
import { reservedPrefix } from '#core/relation/columns.ts'
import type { Column } from '#core/relation/relation.ts'
import { fits } from '#core/source/fits.ts'
import { isTypeName } from '#core/sql/type-name.ts'

const settings = z.strictObject({
  columns: field(
    z
      .array(z.strictObject({ name: z.string().min(1, 'name the column'), type: z.string().min(1).default('VARCHAR') }))
      .min(1, 'a table has a column'),
    { label: 'Columns', help: 'Names and types.', widget: 'grid' },
  ),
  rows: field(z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))).default([]), {
    label: 'Rows',
    help: 'Typed or pasted cells; an empty cell is null.',
    widget: 'grid',
  }),
})

type Settings = z.infer<typeof settings>
type Cell = Settings['rows'][number][number]

const asText = (cell: Cell | undefined): string | null => (cell === null || cell === undefined ? null : String(cell))

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

const checkRow = (row: readonly Cell[], index: number, columns: readonly Column[], context: CompileContext): void => {
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

export default defineNode<Settings>({
  kind: 'source.inline',
  version: 1,
  group: 'sources',
  title: 'Table',
  summary: 'A small table, typed or pasted.',
  aliases: ['Text Input', 'Table Creator', 'Data grid', 'Constant table', 'Manual input', 'VALUES', 'Enter data'],
  settings,
  initial: { columns: [{ name: 'column1', type: 'VARCHAR' }], rows: [] },
  inputs: () => [],
  outputs: () => [{ name: 'out' }],
  describe: ({ columns, rows }) => `${rows.length} × ${columns.map(c => c.name).join(', ')}`,
  compile: ({ columns, rows }, context) => {
    const sound = checkColumns(columns, context)
    rows.forEach((row, i) => {
      checkRow(row, i, columns, context)
    })
    const cells = rows.map(row => columns.map((_, i) => asText(row[i])))
    return sound ? { ports: { out: values(columns, cells) } } : { ports: {} }
  },
})
