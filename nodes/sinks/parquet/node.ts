import { defineNode, field, flagged, ifExists, z } from '#core/node/settings.ts'

const settings = z.strictObject({
  path: field(z.string().min(1, 'choose a file to write'), {
    label: 'File',
    help: 'With partitions, a folder.',
    widget: 'saveFile',
    placeholder: 'out/orders.parquet',
  }),
  ifExists,
  compression: field(z.enum(['zstd', 'snappy', 'gzip', 'lz4', 'none']).default('zstd'), {
    label: 'Compression',
    widget: 'choice',
    advanced: true,
  }),
  partitionBy: field(z.array(z.string()).default([]), {
    label: 'Partition by',
    help: 'A folder for each value of these columns, named column=value.',
    widget: 'columns',
  }),
  replaces: field(z.enum(['folder', 'partitions']).default('folder'), {
    label: 'Replaces',
    help: 'folder replaces all partitions, partitions only those that rows come into.',
    widget: 'choice',
    advanced: true,
  }),
  flagged,
  batch: field(z.string().min(1, 'name the batch').nullable().default(null), {
    label: 'Batch',
    help: 'Names what is appended, so that it is added once; else the time and parameters of the run do.',
    widget: 'text',
    advanced: true,
  }),
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'sink.parquet',
  version: 1,
  group: 'sinks',
  title: 'Parquet file',
  summary: 'Writes Parquet: one file, or a folder of partitions.',
  aliases: ['Parquet Writer', 'Parquet output', 'to_parquet', 'Columnar file output'],
  settings,
  initial: { path: '' },
  inputs: () => [{ name: 'in' }],
  outputs: () => [],
  describe: ({ path, partitionBy }) =>
    path ? (partitionBy.length > 0 ? `${path} by ${partitionBy.join(', ')}` : path) : 'no file yet',
  compile: (s, context) => {
    const input = context.input('in')
    const parts = s.partitionBy.flatMap((name, i) => context.column(input, name, `partitionBy.${i}`) ?? [])
    if (parts.length > 0 && parts.length === input.columns.length) {
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'partitionBy',
        message: 'All columns are partitions, so that none is left to write.',
        hint: 'leave one out',
      })
    }
    if (s.replaces === 'partitions' && (s.partitionBy.length === 0 || s.ifExists !== 'replace')) {
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'replaces',
        message:
          s.partitionBy.length === 0
            ? 'There are no partitions to replace, as the rows are not parted by any column.'
            : `Partitions are replaced, while \`ifExists\` says ${s.ifExists}.`,
        hint: s.partitionBy.length === 0 ? 'name columns in `partitionBy`' : 'set `ifExists` to replace',
      })
    }
    return {
      ports: {},
      sink: {
        format: 'parquet',
        path: s.path,
        ifExists: s.ifExists,
        ...(s.replaces === 'partitions' ? { replaces: s.replaces } : {}),
        flagged: s.flagged,
        options: {
          compression: s.compression === 'none' ? 'uncompressed' : s.compression,
          ...(parts.length > 0 ? { partition_by: parts.map(part => part.name) } : {}),
        },
        ...(s.batch === null ? {} : { batch: s.batch }),
      },
    }
  },
})
