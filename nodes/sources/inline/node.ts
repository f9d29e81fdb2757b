import { defineNode, field, z } from '#core/node/settings.ts'
import { values } from '#core/relation/build.ts'
import { asText, checkTable } from '#core/source/table.ts'

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
    const sound = checkTable(columns, rows, context)
    const cells = rows.map(row => columns.map((_, i) => asText(row[i])))
    return sound ? { ports: { out: values(columns, cells) } } : { ports: {} }
  },
})
