import { compressionOf, textCompressions } from '#core/node/compression.ts'
import { defineNode, field, flagged, ifExists, z } from '#core/node/settings.ts'

const settings = z.strictObject({
  path: field(z.string().min(1, 'choose a file to write'), {
    label: 'File',
    widget: 'saveFile',
    placeholder: 'out/orders.csv',
  }),
  ifExists,
  delimiter: field(z.string().min(1, 'a sign').max(4, 'at most four signs').default(','), {
    label: 'Delimiter',
    help: 'What stands between cells.',
    widget: 'text',
  }),
  quote: field(z.string().length(1, 'one sign').default('"'), {
    label: 'Quote',
    help: 'What stands around a cell that holds the delimiter.',
    widget: 'text',
    advanced: true,
  }),
  header: field(z.boolean().default(true), {
    label: 'Header',
    help: 'The first line names the columns.',
    widget: 'toggle',
  }),
  nullText: field(z.string().default(''), {
    label: 'Null text',
    help: 'What is written for null.',
    widget: 'text',
    advanced: true,
  }),
  lineEnd: field(z.enum(['lf', 'crlf']).default('lf'), {
    label: 'Line end',
    widget: 'choice',
    labels: { lf: 'LF (Unix)', crlf: 'CR LF (Windows)' },
    advanced: true,
  }),
  compression: field(z.enum(textCompressions).default('auto'), {
    label: 'Compression',
    help: 'auto goes by the ending of the path: .gz, .zst.',
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
  kind: 'sink.csv',
  version: 1,
  group: 'sinks',
  title: 'CSV file',
  summary: 'Writes delimited text.',
  aliases: ['Text file output', 'Output Data', 'CSV Writer', 'Flat File Destination', 'to_csv', 'Delimited text file'],
  settings,
  initial: { path: '' },
  inputs: () => [{ name: 'in' }],
  outputs: () => [],
  describe: ({ path }) => path || 'no file yet',
  compile: s => ({
    ports: {},
    sink: {
      format: 'csv',
      path: s.path,
      ifExists: s.ifExists,
      flagged: s.flagged,
      options: {
        header: s.header,
        delimiter: s.delimiter,
        quote: s.quote,
        escape: s.quote,
        nullstr: s.nullText,
        compression: compressionOf(s.path, s.compression),
      },
      lineEnd: s.lineEnd,
      ...(s.batch === null ? {} : { batch: s.batch }),
    },
  }),
})
