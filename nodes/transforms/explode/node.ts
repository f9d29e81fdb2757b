import { applyChanges, type Change, type Fault } from '#core/node/changes.ts'
import { reportTwice, reportType, withColumns } from '#core/node/columns.ts'
import { columnName, defineNode, field, onError, z } from '#core/node/settings.ts'
import { column, explode, keep, op, project, where } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Column, Relation } from '#core/relation/relation.ts'
import { asText, ofColumn } from '#core/rules/values.ts'
import { hasElements, listOf, sortOf } from './lists.ts'

const settings = z.strictObject({
  column: field(z.string().min(1, 'choose a column'), {
    label: 'Column',
    help: 'A list, a JSON array, or a text that holds several values.',
    widget: 'column',
  }),
  as: field(columnName.nullable().default(null), {
    label: 'As',
    help: 'Name of the column for the elements; none puts them in the place of the column.',
    widget: 'text',
    placeholder: 'the same name',
  }),
  text: field(z.enum(['delimited', 'json']).default('delimited'), {
    label: 'Texts hold',
    help: 'How a text lists its values; of a column of lists or JSON it says nothing.',
    widget: 'choice',
    labels: { delimited: 'values with a delimiter', json: 'a JSON array' },
  }),
  delimiter: field(z.string().min(1, 'write a delimiter').default(','), {
    label: 'Delimiter',
    help: 'What stands between the values of a text; \\n is a new line, \\t a tab.',
    widget: 'text',
    when: { setting: 'text', is: ['delimited'] },
  }),
  trim: field(z.boolean().default(true), {
    label: 'Trim',
    help: 'Take spaces from both ends of each value of a text.',
    widget: 'toggle',
    when: { setting: 'text', is: ['delimited'] },
  }),
  skipEmpty: field(z.boolean().default(false), {
    label: 'Skip empty values',
    help: 'Leave out values of a text that hold nothing, as between two delimiters.',
    widget: 'toggle',
    advanced: true,
    when: { setting: 'text', is: ['delimited'] },
  }),
  position: field(columnName.nullable().default(null), {
    label: 'Position',
    help: 'A new column with the place of each element in its list, from 1.',
    widget: 'text',
    placeholder: 'none',
  }),
  empty: field(z.enum(['keep', 'leave_out']).default('keep'), {
    label: 'Without elements',
    help: 'Rows whose list is null or empty: keep gives one row with null, leave_out sends them out by the port empty.',
    widget: 'choice',
    labels: { keep: 'keep, with null', leave_out: 'to the port empty' },
  }),
  onError,
})

type Settings = z.infer<typeof settings>

const element = `${reservedPrefix}element`
const place = `${reservedPrefix}place`
const came = `${reservedPrefix}came`

/** The lists under the name that the elements will have; a text that is no JSON array is a fault. */
const listed = (of: Column, name: string, given: Settings): Change => {
  const value = listOf(of, given)
  const noArray: Fault = {
    when: after => op('and', op('is_not_null', column(of.name)), op('is_null', after)),
    reason: {
      rule: name,
      kind: 'json',
      columns: [name],
      severity: 'error',
      message: '{column} is no JSON array: {raw}',
      dimension: 'validity',
    },
  }
  return { name, value, raw: asText(ofColumn(of)), faults: sortOf(of, given) === 'json' ? [noArray] : [] }
}

const exploded = (lists: Relation, name: string, { position, empty }: Settings): Relation => {
  const names = columnsOf(lists).filter(each => each !== came)
  const made = explode(lists, column(name), {
    element,
    position: position === null ? null : place,
    outer: empty === 'keep',
  })
  const added = position === null ? [] : [{ name: position, expression: column(place) }]
  return project(made, withColumns(names, [{ name, expression: column(element) }, ...added]))
}

export default defineNode<Settings>({
  kind: 'transform.explode',
  version: 1,
  group: 'transforms',
  title: 'Explode',
  summary: 'Gives each element of a list, or each value of a delimited text, a row of its own.',
  aliases: [
    'Ungroup',
    'Unnest',
    'UNNEST',
    'LATERAL FLATTEN',
    'Expand to New Rows',
    'Table.ExpandListColumn',
    'DataFrame.explode',
    'Array to rows',
    {
      name: 'Split text to rows',
      settings: { text: 'delimited', delimiter: ',' },
      summary: 'Gives each value of a delimited text a row of its own.',
      also: [
        'Text to Rows',
        'Split field to rows',
        'Split to Rows',
        'Cell Splitter to rows',
        'Split column by delimiter into rows',
        'string_split',
      ],
    },
    {
      name: 'JSON array to rows',
      settings: { text: 'json' },
      summary: 'Gives each element of a JSON array a row of its own.',
      also: ['JSON Parse array', 'json_each', 'jsonb_array_elements', 'OPENJSON'],
    },
  ],
  settings,
  initial: { column: '' },
  inputs: () => [{ name: 'in' }],
  outputs: ({ empty }) => (empty === 'leave_out' ? [{ name: 'out' }, { name: 'empty' }] : [{ name: 'out' }]),
  describe: given =>
    given.column === ''
      ? 'no column yet'
      : `a row for each of ${given.column}${given.as === null ? '' : ` as ${given.as}`}`,
  compile: (given, context) => {
    const input = context.input('in')
    const of = context.column(input, given.column, 'column')
    if (!of) return { ports: {} }
    if (sortOf(of, given) === null) {
      reportType(of, 'column', 'a list, JSON or a text', context)
      return { ports: {} }
    }
    const name = given.as ?? of.name
    if (given.position !== null)
      reportTwice(
        [
          { name, setting: 'as' },
          { name: given.position, setting: 'position' },
        ],
        context,
      )
    const change = listed(of, name, given)
    const names = columnsOf(input)
    const columns = [
      ...withColumns(names, [{ name, expression: column(of.name) }]),
      ...(given.empty === 'keep' ? [] : [{ name: came, expression: column(of.name) }]),
    ]
    const { ports, ...rest } = applyChanges(context.node, input, [change], columns, given.onError)
    const lists = ports.out!
    const out = exploded(lists, name, given)
    if (given.empty === 'keep') return { ...rest, ports: { out } }
    const without = where(lists, op('is_not_true', hasElements(column(name))))
    const empty = project(
      without,
      keep(names).map(kept => (kept.name === of.name ? { name: kept.name, expression: column(came) } : kept)),
    )
    return { ...rest, body: lists, ports: { out, empty } }
  },
})
