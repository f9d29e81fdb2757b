import { defineNode, field, flagged, ifExists, z } from '#core/node/settings.ts'

const settings = z.strictObject({
  path: field(z.string().min(1, 'choose a file to write'), {
    label: 'File',
    widget: 'saveFile',
    placeholder: 'out/orders.xlsx',
  }),
  ifExists: field(ifExists.unwrap().exclude(['append']).default('replace'), {
    label: 'If it exists',
    help: 'replace writes the workbook anew, with this sheet alone; fail stops the run.',
    widget: 'choice',
  }),
  sheet: field(
    z
      .string()
      .min(1, 'name the sheet')
      .max(31, 'at most 31 signs')
      .regex(/^(?!')[^[\]:*?/\\]*(?<!')$/, 'without the signs [ ] : * ? / \\ and no quote at its ends')
      .default('Sheet1'),
    { label: 'Sheet', help: 'What its tab says.', widget: 'text' },
  ),
  flagged: field(flagged.unwrap().default('keep'), {
    label: 'Flagged rows',
    help: 'keep writes them with their cells coloured and the reasons as comments, leave_out drops them, columns adds _errors and _warnings, split writes them to NAME.flagged, refuse fails the run.',
    widget: 'choice',
  }),
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'sink.excel',
  version: 1,
  group: 'sinks',
  title: 'Excel file',
  summary: 'Writes a sheet of an Excel workbook: flagged cells are coloured, with their reasons as comments.',
  aliases: ['Excel Writer', 'Microsoft Excel writer', 'Excel Destination', 'to_excel', 'XLSX file', 'Spreadsheet file'],
  settings,
  initial: { path: '' },
  inputs: () => [{ name: 'in' }],
  outputs: () => [],
  describe: ({ path }) => path || 'no file yet',
  compile: ({ path, ifExists: policy, sheet, flagged: rows }, context) => {
    if (path !== '' && !/\.xlsx$/i.test(path)) {
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'path',
        message: `\`${path}\` is no name of an Excel workbook, and Excel would not open it.`,
        hint: 'let it end in .xlsx',
      })
    }
    return { ports: {}, sink: { format: 'excel', path, ifExists: policy, flagged: rows, options: { sheet } } }
  },
})
