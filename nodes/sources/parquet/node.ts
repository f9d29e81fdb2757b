import { sourceColumns } from '#core/drift/drift.ts'
import { defineNode, field, onDrift, z } from '#core/node/settings.ts'
import { column, project, scan } from '#core/relation/build.ts'
import type { NamedExpression } from '#core/relation/relation.ts'
import { type Cell, flagCells } from '#core/source/cells.ts'
import { convert } from '#core/source/convert.ts'
import { hidden, partsOf } from '#core/source/csv.ts'
import { shownFile } from '#core/source/file.ts'

const settings = z.strictObject({
  path: field(z.string(), {
    label: 'File',
    help: 'A path, or a pattern such as data/**/*.parquet.',
    widget: 'file',
    placeholder: 'data/orders.parquet',
  }),
  columns: field(z.array(z.string()).default([]), {
    label: 'Columns',
    help: 'Only these are read. None named: all.',
    widget: 'textList',
  }),
  hivePartitions: field(z.boolean().default(false), {
    label: 'Hive partitions',
    help: 'Folders named column=value give columns.',
    widget: 'toggle',
  }),
  unionByName: field(z.boolean().default(false), {
    label: 'Union by name',
    help: 'Files may have different columns; those that one lacks are null.',
    widget: 'toggle',
    advanced: true,
  }),
  fileColumn: field(z.string().min(1, 'name the column').nullable().default(null), {
    label: 'File column',
    help: 'A column of this name says which file a row is from.',
    widget: 'text',
    advanced: true,
  }),
  onDrift,
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'source.parquet',
  version: 1,
  group: 'sources',
  title: 'Parquet',
  summary: 'Reads one or many Parquet files.',
  aliases: ['Parquet Reader', 'Parquet input', 'read_parquet', 'Columnar file', 'Parquet file input'],
  settings,
  initial: { path: '' },
  inputs: () => [],
  outputs: () => [{ name: 'out' }],
  describe: ({ path, columns }) =>
    path ? (columns.length > 0 ? `${columns.join(', ')} of ${path}` : path) : 'no file yet',
  reads: ({ path, onDrift: _drift, ...options }) => [{ reader: 'parquet', path, options }],
  compile: ({ fileColumn, columns: picked, onDrift: policy }, context) => {
    const info = context.scan(0)
    const read = partsOf(info)[0]!.columns
    const rows = scan({
      reader: 'parquet',
      files: info.files,
      options: { ...info.options, ...(fileColumn === null ? {} : { filename: hidden.file }) },
      columns: fileColumn === null ? read : [...read, { name: hidden.file, type: 'VARCHAR' }],
      rejects: null,
    })
    const file: NamedExpression[] =
      fileColumn === null ? [] : [{ name: fileColumn, expression: shownFile(info, hidden.file) }]
    const named = project(rows, [
      ...info.columns.map((c, i) => ({ name: c.name, expression: column(read[i]!.name) })),
      ...(fileColumn === null ? [] : [{ name: hidden.file, expression: column(hidden.file) }]),
    ])
    // Of files that differ, a column may be read as text, to be flagged where it is not of the first one's type.
    const cells = info.columns.map((c, i): Cell => {
      const format = { decimal: '.', format: null, json: false, guessed: false }
      return {
        name: c.name,
        type: c.type,
        value: c.type === read[i]!.type ? null : convert(column(c.name), c.type, format),
      }
    })
    const out = flagCells(context.node, named, cells, file)
    const fits = cells.every(({ value }) => value === null)
    const source = {
      onDrift: policy,
      columns: sourceColumns(info.columns, { picked }),
      ...(fits && info.rows !== undefined ? { rows: info.rows } : {}),
    }
    return { ports: { out: out.relation }, flags: out.flags, source }
  },
})
