import { reportTwice } from '#core/node/columns.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { columnName, defineNode, field, z } from '#core/node/settings.ts'
import { cast, column, explode, keep, literal, op, project, where } from '#core/relation/build.ts'
import { reservedPrefix } from '#core/relation/columns.ts'
import type { Column, Input } from '#core/relation/relation.ts'
import { familyOf } from '#core/rules/values.ts'

const settings = z.strictObject({
  columns: field(z.array(z.string()).default([]), {
    label: 'Columns',
    help: 'Columns that become rows, in the order of the input; or those that stay.',
    widget: 'columns',
  }),
  which: field(z.enum(['listed', 'others']).default('listed'), {
    label: 'To rows',
    help: 'listed turns these columns into rows; others turns all but these, also those that come later.',
    widget: 'choice',
    labels: { listed: 'these columns', others: 'all but these' },
  }),
  nameColumn: field(columnName.default('name'), {
    label: 'Names in',
    help: 'The new column that says which column a value stood in.',
    widget: 'text',
  }),
  valueColumn: field(columnName.default('value'), {
    label: 'Values in',
    help: 'The new column of the values.',
    widget: 'text',
  }),
  types: field(z.enum(['fail', 'text']).default('fail'), {
    label: 'If types do not mix',
    help: 'What becomes of values of which some are dates and some numbers, say: fail tells of it before anything runs, text makes texts of all.',
    widget: 'choice',
  }),
  nulls: field(z.enum(['keep', 'leave_out']).default('keep'), {
    label: 'Nulls',
    help: 'keep gives a row for a null, too; leave_out sends those rows out by the port nulls.',
    widget: 'choice',
    labels: { keep: 'keep', leave_out: 'to the port nulls' },
  }),
})

type Settings = z.infer<typeof settings>

const place = `${reservedPrefix}place`
const element = `${reservedPrefix}element`

const chosen = ({ columns, which }: Settings, input: Input, context: CompileContext): readonly Column[] => {
  const listed = new Set(columns.flatMap((name, i) => context.column(input, name, `columns.${i}`) ?? []))
  return input.columns.filter(of => listed.has(of) === (which === 'listed'))
}

/** Whether values of these types can stand under one another as they are. */
const mix = (columns: readonly Column[]): boolean => {
  const families = new Set(columns.map(({ type }) => familyOf(type)))
  return families.size < 2 && (!families.has('other') || columns.every(({ type }) => type === columns[0]!.type))
}

export default defineNode<Settings>({
  kind: 'transform.unpivot',
  version: 1,
  group: 'transforms',
  title: 'Unpivot',
  summary: 'Turns columns into rows of a name and a value.',
  aliases: [
    'Unpivoting',
    'Transpose columns to rows',
    'Row Normaliser',
    'Columns to Rows',
    'Wide to long',
    'melt',
    'wide_to_long',
    'pivot_longer',
    'stack',
    'Table.Unpivot',
    'Normalise columns',
    {
      name: 'Unpivot other columns',
      settings: { which: 'others' },
      summary: 'Turns all columns but some into rows of a name and a value.',
      also: ['Table.UnpivotOtherColumns'],
    },
  ],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: ({ nulls }) => (nulls === 'leave_out' ? [{ name: 'out' }, { name: 'nulls' }] : [{ name: 'out' }]),
  describe: ({ columns, which, nameColumn, valueColumn }) => {
    const list = columns.join(', ')
    const from = which === 'others' ? (list ? `all but ${list}` : 'all columns') : list || 'no columns yet'
    return `${from} to ${nameColumn} and ${valueColumn}`
  },
  compile: (given, context) => {
    const input = context.input('in')
    const columns = chosen(given, input, context)
    if (columns.length === 0) {
      const setting = 'columns'
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting,
        message: 'No column becomes rows.',
        hint: 'choose one',
      })
      return { ports: {} }
    }
    const isText = !mix(columns)
    if (isText && given.types === 'fail')
      context.report({
        code: 'E-COLUMN-MIX',
        severity: 'error',
        setting: 'columns',
        message: `The types of these columns do not mix: ${columns.map(({ name, type }) => `\`${name}\` is ${type}`).join(', ')}.`,
        hint: 'leave some out, or make texts of all',
        fix: { title: 'Make texts of all', node: context.node, path: ['types'], value: 'text' },
      })
    const stay = input.columns.filter(of => !columns.includes(of)).map(({ name }) => name)
    reportTwice(
      [
        ...stay.map(name => ({ name, setting: 'columns' })),
        { name: given.nameColumn, setting: 'nameColumn' },
        { name: given.valueColumn, setting: 'valueColumn' },
      ],
      context,
    )
    const values = columns.map(({ name }) => (isText ? cast(column(name), 'VARCHAR') : column(name)))
    const exploded = explode(input, op('list', ...values), { element, position: place })
    const names = op('list', ...columns.map(({ name }) => literal(name)))
    const rows = project(exploded, [
      ...keep(stay),
      { name: given.nameColumn, expression: op('element', names, column(place)) },
      { name: given.valueColumn, expression: column(element) },
    ])
    if (given.nulls === 'keep') return { ports: { out: rows } }
    const port = (operator: 'is_null' | 'is_not_null') => where(rows, op(operator, column(given.valueColumn)))
    return { ports: { out: port('is_not_null'), nulls: port('is_null') } }
  },
})
