import { columnsBehind } from '#core/node/columns.ts'
import { everything, inOrder, orderTerms, place } from '#core/node/order.ts'
import { rowText } from '#core/node/row-text.ts'
import { columnName, defineNode, field, sortTerm, z } from '#core/node/settings.ts'
import { call, cast, column, keep, literal, op, orderBy, over, project } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { NamedExpression, Relation } from '#core/relation/relation.ts'

const settings = z.strictObject({
  name: field(columnName.default('record_id'), {
    label: 'Name',
    help: 'Of the column. A name that is there already replaces that column in its place.',
    widget: 'text',
  }),
  by: field(z.enum(['number', 'columns', 'uuid']).default('number'), {
    label: 'Id',
    help: 'A number that counts up, a UUID made of the row’s own values, the same in every run, or a UUID of chance.',
    widget: 'choice',
    labels: { number: 'a number', columns: 'made of the values', uuid: 'a UUID of chance' },
  }),
  start: field(z.int().default(1), { label: 'Begin at', widget: 'number', when: { setting: 'by', is: ['number'] } }),
  step: field(z.int().default(1), { label: 'Step', widget: 'number', when: { setting: 'by', is: ['number'] } }),
  keys: field(z.array(z.string()).default([]), {
    label: 'Anew for each',
    help: 'Counting begins anew for each combination of values here; nulls are a group.',
    widget: 'columns',
    when: { setting: 'by', is: ['number'] },
  }),
  order: field(z.array(sortTerm).default([]), {
    label: 'In the order of',
    help: 'Which row is counted first; ties are broken by all columns. Without it, the rows as they come. The rows themselves stay as they are.',
    widget: 'sortList',
    when: { setting: 'by', is: ['number'] },
  }),
  columns: field(z.array(z.string()).default([]), {
    label: 'Columns',
    help: 'What the id is made of, in this order; without any, all columns.',
    widget: 'columns',
    when: { setting: 'by', is: ['columns'] },
  }),
  place: field(z.enum(['first', 'last']).default('first'), {
    label: 'Place',
    help: 'Of the new column.',
    widget: 'choice',
    labels: { first: 'first column', last: 'last column' },
  }),
})

type Settings = z.infer<typeof settings>

const counted = `${reservedPrefix}number`

const arranged = (names: readonly string[], { name, place: where }: Settings, value: Expression): NamedExpression[] => {
  const isThere = names.some(other => other.toLowerCase() === name.toLowerCase())
  const columns =
    isThere || where === 'last' ? columnsBehind(names, names.at(-1) ?? '', [name], new Set()) : keep([name, ...names])
  return columns.map(each => (each.name === name ? { name, expression: value } : each))
}

/** The number that a row has, from where and by how much they count. */
const numberOf = (count: Expression, { start, step }: Settings): Expression =>
  cast(op('+', literal(start), op('*', op('-', count, literal(1)), literal(step))), 'BIGINT')

const said: Readonly<Record<Settings['by'], (given: Settings) => string>> = {
  number: ({ start, keys }) =>
    `a number from ${start} on${keys.length > 0 ? `, anew for each ${keys.join(', ')}` : ''}`,
  columns: ({ columns }) => `made of ${columns.join(', ') || 'all columns'}`,
  uuid: () => 'a UUID of chance',
}

export default defineNode<Settings>({
  kind: 'transform.record_id',
  version: 1,
  group: 'transforms',
  title: 'Record id',
  summary: 'Numbers rows, or gives each an id of its own.',
  aliases: [
    'Counter Generation',
    'Record ID',
    'Add sequence',
    'Add value fields changing sequence',
    'Add an index column',
    'Index column',
    'Row ID',
    'Row number',
    'Auto number',
    'Table.AddIndexColumn',
    'reset_index',
    {
      name: 'UUID',
      settings: { by: 'uuid' },
      summary: 'Gives each row a UUID of chance.',
      also: ['Generate random UUID', 'gen_random_uuid', 'GUID', 'uuid4', 'NEWID'],
    },
    {
      name: 'Stable id',
      settings: { by: 'columns' },
      summary: 'Gives each row an id made of its values, the same in every run.',
      also: ['uuid5', 'Deterministic id', 'Natural key'],
    },
  ],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: given => `${given.name}: ${said[given.by](given)}`,
  compile: (given, context) => {
    const input = context.input('in')
    const names = columnsOf(input)
    const withId = (rows: Relation, value: Expression) => ({
      ports: { out: project(rows, arranged(names, given, value)) },
    })
    if (given.by === 'uuid') return { ...withId(input, call('uuid')), notDeterministic: 'Every run gives other UUIDs.' }
    if (given.by === 'columns') {
      const chosen = given.columns.flatMap((name, i) => context.column(input, name, `columns.${i}`) ?? [])
      const columns = given.columns.length === 0 ? input.columns : chosen
      return withId(input, cast(call('md5', rowText(columns)), 'UUID'))
    }
    const partition = given.keys.flatMap((key, i) => {
      const of = context.column(input, key, `keys.${i}`)
      return of ? [column(of.name)] : []
    })
    const terms = orderTerms(given.order, 'order', input, context)
    if (given.step === 0)
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'step',
        message: 'The numbers would all be the same.',
      })
    const certain = terms.length > 0 || isOrdered(input)
    const counting =
      partition.length + terms.length === 0
        ? withId(input, numberOf(over(call('row_number')), given))
        : withId(
            inOrder(input, rows => {
              const own = isOrdered(input) ? [orderBy(column(place))] : []
              const order = terms.length > 0 ? [...terms, ...everything(rows)] : own
              return project(rows, [
                ...keep(columnsOf(rows)),
                { name: counted, expression: over(call('row_number'), { partition, order }) },
              ])
            }),
            numberOf(column(counted), given),
          )
    return {
      ...counting,
      ...(certain
        ? {}
        : { notDeterministic: 'The rows come in no certain order, so that their numbers may differ from run to run.' }),
    }
  },
})
