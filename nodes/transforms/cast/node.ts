import { retyped } from '#core/convert/change.ts'
import { ownName } from '#core/convert/type-name.ts'
import { isNumber, isTime } from '#core/convert/value.ts'
import { applyChanges, type Change } from '#core/node/changes.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { defineNode, field, onErrorOrReject, typeName, z } from '#core/node/settings.ts'
import { keep } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Column } from '#core/relation/relation.ts'
import { areFormats } from '#core/source/strptime.ts'

const sign = z.string().refine(text => [...text].length === 1, { error: 'it is one sign' })

const settings = z.strictObject({
  columns: field(
    z
      .array(
        z.strictObject({
          column: field(z.string().min(1, 'choose a column'), { label: 'Column', widget: 'column' }),
          type: field(typeName, { label: 'Type', help: 'A type by DuckDB’s name.', widget: 'type' }),
          decimal: field(sign.default('.'), {
            label: 'Decimal sign',
            help: 'The sign before decimals, in texts.',
            widget: 'text',
            advanced: true,
          }),
          thousands: field(sign.nullable().default(null), {
            label: 'Thousands',
            help: 'The sign between groups of digits, in texts; a space stands for a no-break space, too.',
            widget: 'text',
            placeholder: 'none',
            advanced: true,
          }),
          grouping: field(z.enum(['three', 'indian']).default('three'), {
            label: 'Groups of digits',
            help: 'What stands between the signs of thousands: three digits each, or two digits and at last three.',
            widget: 'choice',
            labels: { three: '1,234,567', indian: '12,34,567' },
            advanced: true,
          }),
          units: field(z.array(z.string().trim().min(1, 'it is a word or a sign')).default([]), {
            label: 'Units',
            help: 'Words or signs that may stand before or after a number, and are left out: €, EUR, kg.',
            widget: 'textList',
            advanced: true,
          }),
          percent: field(z.boolean().default(false), {
            label: 'Percent signs',
            help: 'A number with a percent sign is divided by 100; one without stays.',
            widget: 'toggle',
            advanced: true,
          }),
          format: field(z.string().min(1).nullable().default(null), {
            label: 'Format',
            help: 'Of dates and times in texts, as strptime knows it: %d.%m.%Y %H:%M. None means ISO 8601.',
            widget: 'text',
            placeholder: 'ISO 8601',
            advanced: true,
          }),
          trueValues: field(z.array(z.string()).default([]), {
            label: 'Words for true',
            help: 'Without case and spaces around them. Without words for either, true, false, yes, no, t, f, y, n, 1 and 0 are known.',
            widget: 'textList',
            advanced: true,
          }),
          falseValues: field(z.array(z.string()).default([]), {
            label: 'Words for false',
            widget: 'textList',
            advanced: true,
          }),
        }),
      )
      .min(1, 'add a column'),
    { label: 'Columns', help: 'Each keeps its name and its place.', widget: 'items', item: 'column' },
  ),
  onError: onErrorOrReject,
})

type Settings = z.infer<typeof settings>
type Entry = Settings['columns'][number]

/** Settings of an entry that say nothing of these two types. */
const unused = (entry: Entry, from: string, type: string): readonly (keyof Entry)[] => {
  const text = [from, type].includes('VARCHAR')
  const of = (test: (type: string) => boolean) => test(from) || test(type)
  return [
    ...(entry.decimal !== '.' && !(text && of(isNumber)) ? ['decimal' as const] : []),
    ...(entry.thousands !== null && !(from === 'VARCHAR' && isNumber(type)) ? ['thousands' as const] : []),
    ...(entry.grouping !== 'three' && entry.thousands === null ? ['grouping' as const] : []),
    ...(entry.units.length > 0 && !(from === 'VARCHAR' && isNumber(type)) ? ['units' as const] : []),
    ...(entry.percent && !(from === 'VARCHAR' && isNumber(type)) ? ['percent' as const] : []),
    ...(entry.format !== null && !of(isTime) ? ['format' as const] : []),
    ...(entry.trueValues.length > 0 && type !== 'BOOLEAN' ? ['trueValues' as const] : []),
    ...(entry.falseValues.length > 0 && type !== 'BOOLEAN' ? ['falseValues' as const] : []),
  ]
}

const checked = (entry: Entry, i: number, of: Column, type: string, context: CompileContext): void => {
  const setting = (key: keyof Entry) => `columns.${i}.${key}`
  if (entry.format !== null) areFormats([entry.format], () => setting('format'), context.report)
  if (entry.thousands === entry.decimal)
    context.report({
      code: 'E-SETTING',
      severity: 'error',
      setting: setting('thousands'),
      message: `\`${entry.decimal}\` cannot stand before decimals and between thousands.`,
    })
  for (const key of unused(entry, of.type, type))
    context.report({
      code: 'W-SETTING-UNUSED',
      severity: 'warning',
      setting: setting(key),
      message: `\`${key}\` says nothing of ${of.type} as ${type}.`,
    })
}

export default defineNode<Settings>({
  kind: 'transform.cast',
  version: 1,
  group: 'transforms',
  title: 'Change types',
  summary: 'Converts columns to other types, and says which values do not fit.',
  aliases: [
    'Cast',
    'Convert',
    'Data type',
    'Change Type',
    'String to Number',
    'Number to String',
    'Auto Field',
    'Type Conversion',
    'Table.TransformColumnTypes',
    'astype',
    'to_numeric',
    'CONVERT',
    'Select values: Meta-data',
    'Change data type',
  ],
  settings,
  initial: { columns: [] },
  inputs: () => [{ name: 'in' }],
  outputs: ({ onError }) =>
    onError === 'reject' ? [{ name: 'out' }, { name: 'reject', role: 'reject' }] : [{ name: 'out' }],
  describe: ({ columns }) => columns.map(c => `${c.column} as ${c.type}`).join(', ') || 'no columns yet',
  compile: ({ columns, onError: policy }, context) => {
    const input = context.input('in')
    const changes = new Map<string, Change>()
    for (const [i, entry] of columns.entries()) {
      const found = context.column(input, entry.column, `columns.${i}.column`)
      if (!found) continue
      if (changes.has(found.name))
        context.report({
          code: 'E-COLUMN-TWICE',
          severity: 'error',
          setting: `columns.${i}.column`,
          message: `\`${found.name}\` is converted twice.`,
        })
      const type = ownName(entry.type)
      checked(entry, i, found, type, context)
      changes.set(found.name, retyped(found, found.name, type, entry))
    }
    return applyChanges(context.node, input, [...changes.values()], keep(columnsOf(input)), policy)
  },
})
