import { defineNode, field, z } from '#core/node/settings.ts'
import { reportFormatOf, reportFormats } from '#core/quality-report/format.ts'

const settings = z.strictObject({
  path: field(z.string().min(1, 'choose a file to write'), {
    label: 'File',
    widget: 'saveFile',
    placeholder: 'out/quality.html',
  }),
  format: field(z.enum(['auto', ...reportFormats]).default('auto'), {
    label: 'Format',
    help: 'auto goes by the ending of the path: .html, .json, or .xml for JUnit.',
    widget: 'choice',
    labels: { auto: 'by ending', html: 'HTML', json: 'JSON', junit: 'JUnit' },
  }),
  samples: field(z.int().min(0).max(100).default(5), {
    label: 'Rows shown',
    help: 'How many failing rows of each rule the report shows.',
    widget: 'number',
  }),
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'sink.report',
  version: 1,
  group: 'sinks',
  title: 'Quality report',
  summary: 'Writes what the validators found as a page, as JSON or as JUnit.',
  aliases: [
    'Data Docs',
    'Validation report',
    'Test results',
    'Data quality report',
    'JUnit',
    'Scan results',
    'Dashboard',
  ],
  settings,
  initial: { path: '' },
  inputs: () => [{ name: 'in', many: true }],
  outputs: () => [],
  describe: ({ path }) => path || 'no file yet',
  compile: ({ path, format: chosen, samples }, context) => {
    const format = chosen === 'auto' ? reportFormatOf(path) : chosen
    if (format === null) {
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'path',
        message: `The ending of \`${path}\` does not say which report it is.`,
        hint: 'let it end in .html, .json or .xml, or choose a format',
      })
      return { ports: {} }
    }
    return { ports: {}, report: { path, format, samples } }
  },
})
