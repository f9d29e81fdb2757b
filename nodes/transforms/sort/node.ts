import { defineNode, field, sortTerm, z } from '#core/node/settings.ts'
import { column, orderBy, sort } from '#core/relation/build.ts'

const settings = z.strictObject({
  by: field(z.array(sortTerm).min(1, 'name a column to sort by'), {
    label: 'By',
    help: 'The first column decides; ties are broken by the next, and at last by all columns, so that the order is the same in every run.',
    widget: 'sortList',
  }),
})

export default defineNode<z.infer<typeof settings>>({
  kind: 'transform.sort',
  version: 1,
  group: 'transforms',
  title: 'Sort',
  summary: 'Puts rows in a total order.',
  aliases: ['Sorter', 'Sort rows', 'Order by', 'sort_values', 'Table.Sort'],
  settings,
  initial: { by: [] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ by }) =>
    by.map(term => (term.direction === 'desc' ? `${term.column} descending` : term.column)).join(', ') ||
    'by nothing yet',
  compile: ({ by }, context) => {
    const input = context.input('in')
    const order = by.flatMap((term, i) => {
      const found = context.column(input, term.column, `by.${i}.column`)
      return found ? [orderBy(column(found.name), term.direction, term.nulls)] : []
    })
    return { ports: { out: sort(input, order) } }
  },
})
