import { sourceColumns } from '#core/drift/drift.ts'
import { defineNode, field, onDrift, z } from '#core/node/settings.ts'
import {
  call,
  cases,
  cast,
  column,
  keep,
  literal,
  orderBy,
  project,
  sort,
  union,
  values,
} from '#core/relation/build.ts'
import { rejectColumns } from '#core/relation/columns.ts'
import type { NamedExpression } from '#core/relation/relation.ts'
import { type Cell, flagCells, splitCells, strictCells } from '#core/source/cells.ts'
import { convert } from '#core/source/convert.ts'
import { guessedTypes, hidden, partsOf } from '#core/source/csv.ts'
import { errorOf, excel, sheetRows } from '#core/source/excel.ts'
import { shownFile } from '#core/source/file.ts'

const settings = z.strictObject({
  path: field(z.string(), {
    label: 'File',
    help: 'A path, or a pattern such as data/*.xlsx.',
    widget: 'file',
    placeholder: 'data/orders.xlsx',
  }),
  sheet: field(z.string().min(1, 'name the sheet').nullable().default(null), {
    label: 'Sheet',
    help: 'Its name, or its number. Empty: the first that is not hidden.',
    widget: 'text',
    placeholder: 'the first',
  }),
  range: field(
    z
      .string()
      .regex(/^\s*\$?[A-Za-z]{1,3}\$?\d*(\s*:\s*\$?[A-Za-z]{1,3}\$?\d*)?\s*$/, 'write it as in A3:F200')
      .nullable()
      .default(null),
    {
      label: 'Range',
      help: 'A3:F200, B:D, or A3 for all from there on. Empty: all cells that hold something.',
      widget: 'text',
      placeholder: 'all cells',
    },
  ),
  header: field(z.boolean().default(true), {
    label: 'Header',
    help: 'Whether the first row that holds something names the columns.',
    widget: 'toggle',
  }),
  merged: field(z.enum(['first', 'repeat']).default('first'), {
    label: 'Merged cells',
    help: 'first leaves the value in the first of them, repeat puts it into each.',
    widget: 'choice',
    advanced: true,
  }),
  types: field(z.record(z.string(), z.string()).default({}), {
    label: 'Types',
    help: 'Columns whose type is not to be found out.',
    widget: 'typeTable',
  }),
  fileColumn: field(z.string().min(1, 'name the column').nullable().default(null), {
    label: 'File column',
    help: 'A column of this name says which file a row is from.',
    widget: 'text',
    advanced: true,
  }),
  badCells: field(z.enum(['flag', 'reject', 'fail']).default('flag'), {
    label: 'Cells that do not fit',
    help: 'flag makes them null with a flag that keeps the text, reject sends the row to the reject port, fail ends the run. Errors such as #DIV/0! never fit.',
    widget: 'choice',
  }),
  onDrift,
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'source.excel',
  version: 1,
  group: 'sources',
  title: 'Excel',
  summary: 'Reads a sheet or range of an Excel workbook (.xlsx).',
  aliases: [
    'Excel Reader',
    'Microsoft Excel input',
    'Excel Source',
    'read_excel',
    'Excel.Workbook',
    'XLSX',
    'Spreadsheet',
  ],
  settings,
  initial: { path: '' },
  inputs: () => [],
  outputs: () => [{ name: 'out' }, { name: 'reject', role: 'reject' }],
  describe: ({ path, sheet, range }) => {
    if (!path) return 'no file yet'
    const part = [sheet, range].filter(text => text !== null).join(' ')
    return part ? `${part} of ${path}` : path
  },
  reads: ({ path, badCells: _cells, onDrift: _drift, ...options }) => [{ reader: 'excel', path, options }],
  compile: (s, context) => {
    const info = context.scan(0)
    const parts = partsOf(info)
    const all = parts.map(part => sheetRows(info, part))
    const rows = all.length === 1 ? all[0]! : union(all)
    const isGuessed = guessedTypes(s.types)
    const cells = info.columns.map(({ name, type }): Cell => {
      const stored = parts[0]!.columns.find(c => c.name === name)!.type
      const format = { decimal: '.', format: null, json: false, guessed: isGuessed(name) }
      const converted = stored === type ? null : convert(column(name), type, format)
      const error = errorOf(info, name)
      if (!error) return { name, type, value: converted }
      const value = cases([{ when: error, result: literal(null, type) }], converted ?? column(name))
      return type === 'VARCHAR'
        ? { name, type, value, misfit: '{column} shows an error: {raw}' }
        : { name, type, value }
    })
    const carried = [hidden.file, excel.line]
    const file: NamedExpression[] =
      s.fileColumn === null ? [] : [{ name: s.fileColumn, expression: shownFile(info, hidden.file) }]
    const isSound = cells.every(({ value }) => value === null)
    const source = {
      onDrift: s.onDrift,
      columns: sourceColumns(info.columns, { types: s.types }),
      ...(isSound && info.rows !== undefined ? { rows: info.rows } : {}),
    }
    if (s.badCells === 'flag' || isSound) {
      const out = flagCells(context.node, rows, cells, file)
      return { ports: { out: out.relation, reject: values(rejectColumns, []) }, flags: out.flags, source }
    }
    const settled = cells.map(({ name, type }): Cell => ({ name, type, value: null }))
    if (s.badCells === 'fail') {
      const out = flagCells(context.node, strictCells(rows, cells, keep(carried)), settled, file)
      return { ports: { out: out.relation, reject: values(rejectColumns, []) }, flags: out.flags, source }
    }
    const split = splitCells(rows, cells, keep(carried))
    const out = flagCells(context.node, split.sound, settled, file)
    const texts = info.columns.map(({ name }) => cast(column(name), 'VARCHAR'))
    const refused = project(split.faulty, [
      { name: 'file', expression: shownFile(info, hidden.file) },
      { name: 'line', expression: column(excel.line) },
      { name: 'reason', expression: split.reason },
      { name: 'raw', expression: cast(call('json_array', ...texts), 'VARCHAR') },
    ])
    const reject = sort(refused, [orderBy(column('file')), orderBy(column('line'))])
    return { ports: { out: out.relation, reject }, flags: out.flags, source }
  },
})
