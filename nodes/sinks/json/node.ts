import { compressionOf, textCompressions } from '#core/node/compression.ts'
import { defineNode, field, flagged, ifExists, z } from '#core/node/settings.ts'

const settings = z.strictObject({
  path: field(z.string().min(1, 'choose a file to write'), {
    label: 'File',
    widget: 'saveFile',
    placeholder: 'out/orders.ndjson',
  }),
  ifExists,
  format: field(z.enum(['ndjson', 'array']).default('ndjson'), {
    label: 'Format',
    help: 'A record on each line, or one array of records.',
    widget: 'choice',
    labels: { ndjson: 'lines', array: 'array' },
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
  kind: 'sink.json',
  version: 1,
  group: 'sinks',
  title: 'JSON file',
  summary: 'Writes records as JSON: one on each line, or an array.',
  aliases: ['JSON output', 'JSON Writer', 'to_json', 'NDJSON file', 'JSON Lines file'],
  settings,
  initial: { path: '' },
  inputs: () => [{ name: 'in' }],
  outputs: () => [],
  describe: ({ path }) => path || 'no file yet',
  compile: (s, context) => {
    if (s.format === 'array' && s.ifExists === 'append') {
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'ifExists',
        message: 'Nothing can be appended to a JSON array.',
        hint: 'set the format to ndjson',
      })
    }
    return {
      ports: {},
      sink: {
        format: 'json',
        path: s.path,
        ifExists: s.ifExists,
        flagged: s.flagged,
        options: { array: s.format === 'array', compression: compressionOf(s.path, s.compression) },
        ...(s.batch === null ? {} : { batch: s.batch }),
      },
    }
  },
})
