import { withColumns } from '#core/node/columns.ts'
import { rowText } from '#core/node/row-text.ts'
import { columnName, defineNode, field, z } from '#core/node/settings.ts'
import { call, cast, project } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column } from '#core/relation/relation.ts'
import { asText, ofColumn } from '#core/rules/values.ts'

const settings = z.strictObject({
  columns: field(z.array(z.string()).default([]), {
    label: 'Columns',
    help: 'What the fingerprint is made of, in this order; without any, all columns.',
    widget: 'columns',
  }),
  name: field(columnName.default('hash'), {
    label: 'As',
    help: 'Name of the new column; one that is there already is replaced.',
    widget: 'text',
  }),
  algorithm: field(z.enum(['md5', 'sha1', 'sha256', 'number']).default('sha256'), {
    label: 'Algorithm',
    help: 'number gives 64 bits of MD5 as a whole number, which joins fastest, and may be the same for two of some billions of rows.',
    widget: 'choice',
    labels: { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', number: '64-bit number' },
  }),
  encoding: field(z.enum(['hex', 'base64']).default('hex'), {
    label: 'Written as',
    widget: 'choice',
    labels: { hex: 'hexadecimal', base64: 'Base64' },
    when: { setting: 'algorithm', is: ['md5', 'sha1', 'sha256'] },
  }),
})

type Settings = z.infer<typeof settings>

/** The text that is hashed: that of one column as it is, of several with their lengths. */
const hashed = (columns: readonly Column[]): Expression =>
  columns.length === 1 ? asText(ofColumn(columns[0]!)) : rowText(columns)

const fingerprint = (text: Expression, { algorithm, encoding }: Settings): Expression => {
  if (algorithm === 'number') return call('md5_number_lower', text)
  const hex = call(algorithm, text)
  return encoding === 'hex' ? hex : call('to_base64', call('unhex', hex))
}

export default defineNode<Settings>({
  kind: 'transform.hash',
  version: 1,
  group: 'transforms',
  title: 'Hash',
  summary: 'Adds a fingerprint of some columns, by which rows are found equal.',
  aliases: [
    'Add a checksum',
    'Checksum',
    'Row checksum',
    'Fingerprint',
    'Fingerprints',
    'MD5_UTF8',
    'MD5',
    'SHA-256',
    'HASHBYTES',
    'Hash difference',
    'Surrogate key',
    'generate_surrogate_key',
    'hash_pandas_object',
    'hashlib',
  ],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ columns, name, algorithm }) => `${name} = ${algorithm} of ${columns.join(', ') || 'all columns'}`,
  compile: (given, context) => {
    const input = context.input('in')
    const columns =
      given.columns.length === 0
        ? input.columns
        : given.columns.flatMap((name, i) => context.column(input, name, `columns.${i}`) ?? [])
    const added = { name: given.name, expression: fingerprint(cast(hashed(columns), 'VARCHAR'), given) }
    return { ports: { out: project(input, withColumns(columnsOf(input), [added])) } }
  },
})
