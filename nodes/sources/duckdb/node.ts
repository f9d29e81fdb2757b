import { sourceColumns } from '#core/drift/drift.ts'
import { defineNode, field, onDrift, z } from '#core/node/settings.ts'
import { column, project, scan } from '#core/relation/build.ts'
import { partsOf } from '#core/source/csv.ts'

const settings = z.strictObject({
  path: field(z.string(), { label: 'File', widget: 'file', placeholder: 'data/shop.duckdb' }),
  table: field(z.string().default(''), {
    label: 'Table or view',
    help: 'orders, or with a schema sales.orders.',
    widget: 'text',
    placeholder: 'orders',
  }),
  sql: field(z.array(z.string()).default([]), {
    label: 'Query',
    help: 'In the place of a table: one SELECT over tables and views of the file.',
    widget: 'sql',
  }),
  onDrift,
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'source.duckdb',
  version: 1,
  group: 'sources',
  title: 'DuckDB',
  summary: 'Reads a table, view or query of a DuckDB file.',
  aliases: ['DuckDB Reader', 'Database input', 'DB Table Selector', 'Table input', 'read_sql', 'Connect In-DB'],
  settings,
  initial: { path: '' },
  inputs: () => [],
  outputs: () => [{ name: 'out' }],
  describe: ({ path, table, sql }) =>
    path ? (table || sql.length > 0 ? `${table || 'a query'} of ${path}` : 'no table yet') : 'no file yet',
  reads: ({ path, table, sql }) => [{ reader: 'duckdb', path, options: { table, sql: sql.join('\n') } }],
  compile: ({ onDrift: policy }, context) => {
    const info = context.scan(0)
    const read = partsOf(info)[0]!.columns
    const rows = scan({ reader: 'duckdb', files: info.files, options: info.options, columns: read, rejects: null })
    const out = project(
      rows,
      info.columns.map((c, i) => ({ name: c.name, expression: column(read[i]!.name) })),
    )
    return { ports: { out }, source: { onDrift: policy, columns: sourceColumns(info.columns, {}) } }
  },
})
