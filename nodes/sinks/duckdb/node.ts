import { defineNode, field, flagged, z } from '#core/node/settings.ts'
import { reservedPrefix } from '#core/relation/columns.ts'

const settings = z.strictObject({
  path: field(z.string().min(1, 'choose a file to write'), {
    label: 'File',
    widget: 'saveFile',
    placeholder: 'out/orders.duckdb',
  }),
  table: field(
    z
      .string()
      .regex(/^[^."\s][^."]*(\.[^."\s][^."]*)?$/, 'name a table, as in orders or sales.orders')
      .refine(name => !name.toLowerCase().includes(reservedPrefix), {
        error: `names that begin with ${reservedPrefix} are reserved`,
      }),
    { label: 'Table', help: 'orders, or with a schema sales.orders.', widget: 'text', placeholder: 'orders' },
  ),
  mode: field(z.enum(['replace', 'append', 'upsert']).default('replace'), {
    label: 'Mode',
    help: 'replace makes the table anew, append adds each batch once, upsert changes rows whose key is there and adds the others.',
    widget: 'choice',
  }),
  keys: field(z.array(z.string()).default([]), {
    label: 'Keys',
    help: 'Columns that tell an upsert which row is which.',
    widget: 'columns',
  }),
  newColumns: field(z.enum(['fail', 'add']).default('fail'), {
    label: 'New columns',
    help: 'What becomes of columns that the table has not: add gives it those, fail ends the run.',
    widget: 'choice',
  }),
  flagged: field(flagged.unwrap().exclude(['split']).default('keep'), {
    label: 'Flagged rows',
    help: 'keep writes them as they are, leave_out drops them, columns adds _errors and _warnings, refuse fails the run.',
    widget: 'choice',
  }),
  batch: field(z.string().min(1, 'name the batch').nullable().default(null), {
    label: 'Batch',
    help: 'Names what is appended, so that it is added once; else the time and parameters of the run do.',
    widget: 'text',
    advanced: true,
  }),
})

/** `sales.orders` as schema and table. */
const placeOf = (name: string) => {
  const [first = '', second] = name.split('.')
  return second === undefined ? { schema: 'main', table: first } : { schema: first, table: second }
}

export default defineNode<z.infer<typeof settings>>({
  kind: 'sink.duckdb',
  version: 1,
  group: 'sinks',
  title: 'DuckDB table',
  summary: 'Writes a table of a DuckDB file: anew, in batches, or row by row by a key.',
  aliases: [
    'DuckDB Writer',
    'Database output',
    'DB Writer',
    'Write Data In-DB',
    'Insert / Update',
    'Table output',
    'to_sql',
    'MERGE',
    {
      name: 'Upsert',
      settings: { path: '', table: '', mode: 'upsert' },
      also: ['Merge into table', 'Insert or update'],
    },
  ],
  settings,
  initial: { path: '', table: '' },
  inputs: () => [{ name: 'in' }],
  outputs: () => [],
  describe: ({ path, table, mode, keys }) => {
    if (!path || !table) return path ? 'no table yet' : 'no file yet'
    const how = mode === 'upsert' && keys.length > 0 ? `upsert by ${keys.join(', ')}` : mode
    return `${how} ${table} in ${path}`
  },
  compile: (s, context) => {
    const input = context.input('in')
    const keys = s.keys.flatMap((name, i) => context.column(input, name, `keys.${i}`)?.name ?? [])
    if (s.mode === 'upsert' && s.keys.length === 0) {
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'keys',
        message: 'An upsert needs a key: the columns that tell which row is which.',
        hint: 'name one or more columns',
      })
    }
    return {
      ports: {},
      sink: {
        format: 'duckdb',
        path: s.path,
        ...placeOf(s.table),
        mode: s.mode,
        keys,
        newColumns: s.newColumns,
        flagged: s.flagged,
        ...(s.batch === null ? {} : { batch: s.batch }),
      },
    }
  },
})
