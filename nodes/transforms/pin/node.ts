import { defineNode, field, z } from '#core/node/settings.ts'
import { readNote } from '#core/pin/note.ts'
import { storedReasons, storedRows } from '#core/pin/rows.ts'
import { keep, project } from '#core/relation/build.ts'

const settings = z.strictObject({
  path: field(z.string().nullable().default(null), {
    label: 'Frozen rows',
    help: 'The Parquet file that freezing wrote. None: rows pass through.',
    widget: 'file',
    placeholder: 'not frozen',
  }),
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'transform.pin',
  version: 1,
  group: 'transforms',
  title: 'Pin',
  summary: 'Freezes a result: its stored rows are read, and nothing before it is run, until it is thawed.',
  aliases: [
    'Cache',
    'Freeze',
    'Checkpoint',
    'Fixture',
    'Snapshot of rows',
    'Pin data',
    'Cache and Run Workflow',
    'Table Writer and Reader',
    'Table.Buffer',
    'persist',
    'to_pickle',
    'Materialized view',
    'CREATE MATERIALIZED VIEW',
    'Temporary table',
  ],
  settings,
  inputs: ({ path }) => [{ name: 'in', optional: !!path }],
  outputs: () => [{ name: 'out' }],
  describe: ({ path }) => (path ? `frozen: ${path}` : 'not frozen, rows pass through'),
  frozen: ({ path }) => !!path,
  reads: ({ path }) =>
    path
      ? [
          {
            reader: 'parquet',
            path,
            options: { columns: [], hivePartitions: false, unionByName: false, fileColumn: null, note: true },
          },
        ]
      : [],
  compile: ({ path }, context) => {
    if (!path) {
      const input = context.input('in')
      return { ports: { out: project(input, keep(input.columns.map(c => c.name))) } }
    }
    const info = context.scan(0)
    const note = info.files.length === 1 ? readNote(info.note) : null
    const out = note && storedRows(context.node, note, info)
    if (note && out) return { ports: { out }, keptFlags: storedReasons(context.node, note) }
    context.report({
      code: 'E-PIN-FILE',
      severity: 'error',
      setting: 'path',
      message: note
        ? `The columns of \`${path}\` are not those that were frozen.`
        : `\`${path}\` is not a file that freezing wrote.`,
      hint: 'freeze the rows again, or thaw the node',
      fix: { title: 'Thaw', node: context.node, path: ['path'], value: null },
    })
    return { ports: {} }
  },
})
