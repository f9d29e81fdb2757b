import { defineNode, field, sortTerm, z } from '#core/node/settings.ts'
import { call, column, keep, literal, op, orderBy, over, project, where } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import { hiddenColumns } from '#core/relation/slots.ts'

const settings = z.strictObject({
  keys: field(z.array(z.string()).default([]), {
    label: 'Keys',
    help: 'Rows with the same values here are duplicates of each other; nulls are equal. Without keys all columns count.',
    widget: 'columns',
  }),
  order: field(z.array(sortTerm).default([]), {
    label: 'Keep the first by',
    help: 'Which row of a group is kept; ties are broken by all columns. Without an order the choice may differ from run to run.',
    widget: 'sortList',
  }),
})

const rank = `${reservedPrefix}rank`

export default defineNode<z.infer<typeof settings>>({
  kind: 'transform.dedupe',
  version: 1,
  group: 'transforms',
  title: 'Deduplicate',
  summary: 'Keeps one row per key, and shows the duplicates.',
  aliases: [
    'Duplicate Row Filter',
    'Unique',
    'Unique rows',
    'Remove duplicates',
    'drop_duplicates',
    'Distinct',
    'Table.Distinct',
  ],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'unique' }, { name: 'duplicates' }],
  describe: ({ keys, order }) => {
    const by = keys.length ? keys.join(', ') : 'all columns'
    const [first] = order
    return first
      ? `one per ${by}, ${first.direction === 'desc' ? 'greatest' : 'least'} ${first.column}`
      : `one per ${by}`
  },
  compile: ({ keys, order }, context) => {
    const input = context.input('in')
    const names = columnsOf(input)
    const known = (name: string, setting: string) => context.column(input, name, setting)?.name
    const partition = (keys.length ? keys.flatMap((key, i) => known(key, `keys.${i}`) ?? []) : names).map(n =>
      column(n),
    )
    const terms = order.flatMap((term, i) => {
      const name = known(term.column, `order.${i}.column`)
      return name ? [orderBy(column(name), term.direction, term.nulls)] : []
    })
    // rows that are alike in all that is seen may still differ in their flags
    const certain = order.length > 0 || keys.length === 0
    const ties = certain ? [...names, ...hiddenColumns(input)].map(name => orderBy(column(name))) : []
    const ranked = project(input, [
      ...keep(names),
      { name: rank, expression: over(call('row_number'), { partition, order: [...terms, ...ties] }) },
    ])
    const port = (operator: '=' | '>') => project(where(ranked, op(operator, column(rank), literal(1))), keep(names))
    return {
      body: ranked,
      ports: { unique: port('='), duplicates: port('>') },
      ...(certain
        ? {}
        : { notDeterministic: 'Without an order, which row of a group is kept may differ from run to run.' }),
    }
  },
})
