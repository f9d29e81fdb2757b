import { everything, inOrder, orderTerms, place, reversed } from '#core/node/order.ts'
import { defineNode, field, sortTerm, z } from '#core/node/settings.ts'
import {
  call,
  column,
  keep,
  limit,
  literal,
  op,
  orderBy,
  over,
  project,
  sort,
  union,
  where,
} from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression, OrderTerm } from '#core/relation/expression.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Relation } from '#core/relation/relation.ts'

const wholeNumber = z.number().int('it is a whole number').min(0, 'it is not negative')

const settings = z.strictObject({
  count: field(wholeNumber.default(100), {
    label: 'Rows',
    help: 'How many rows are taken: of all, or of each group.',
    widget: 'number',
  }),
  skip: field(wholeNumber.default(0), {
    label: 'Skip',
    help: 'So many rows before them go to rest.',
    widget: 'number',
  }),
  from: field(z.enum(['first', 'last']).default('first'), {
    label: 'From',
    help: 'Whether counting begins at the first row or at the last one.',
    widget: 'choice',
  }),
  order: field(z.array(sortTerm).default([]), {
    label: 'By',
    help: 'Which rows come first; ties are broken by all columns. Without it, the rows as they come.',
    widget: 'sortList',
  }),
  keys: field(z.array(z.string()).default([]), {
    label: 'Of each group',
    help: 'So many rows of each combination of values here; nulls are a group.',
    widget: 'columns',
  }),
})

type Settings = z.infer<typeof settings>

const rank = `${reservedPrefix}rank`

const partOf = (rows: () => Relation, { count, skip }: Settings) => {
  const all = rows()
  const behind = limit(all, null, skip + count)
  return { out: limit(rows(), count, skip), rest: skip === 0 ? behind : union([limit(all, skip), behind]) }
}

/** Of all rows in an order: each port sorts by itself, so that the first rows are known without sorting the rest. */
const ofSorted = (input: Relation, terms: readonly OrderTerm[], given: Settings) => {
  if (given.from === 'first') return { ports: partOf(() => sort(input, terms), given) }
  const { out, rest } = partOf(() => sort(input, reversed(terms)), given)
  return { ports: { out: sort(out, terms), rest: sort(rest, terms) } }
}

/** Ports of rows that know which of their group they are. */
const ofRanked = (names: readonly string[], ranked: Relation, { count, skip }: Settings) => {
  const isTaken = op('and', op('>', column(rank), literal(skip)), op('<=', column(rank), literal(skip + count)))
  const port = (predicate: Expression) => project(where(ranked, predicate), keep(names))
  return {
    body: ranked,
    ports: { out: port(isTaken), rest: port(op('not', isTaken)) },
  }
}

const ranking = (rows: Relation, expression: Expression): Relation =>
  project(rows, [...keep(columnsOf(rows)), { name: rank, expression }])

const number = call('row_number')

export default defineNode<Settings>({
  kind: 'transform.limit',
  version: 1,
  group: 'transforms',
  title: 'Limit',
  summary: 'Takes the first or last rows, of all or of each group, and shows the rest.',
  aliases: [
    'Row Limit',
    'Select Records',
    'Top k Row Selector',
    'Sample rows',
    'Nth row',
    'LIMIT',
    'OFFSET',
    'Table.FirstN',
    'Table.Range',
    'Keep top rows',
    'Skip rows',
    { name: 'Head', settings: { count: 5 } },
    {
      name: 'Tail',
      settings: { count: 5, from: 'last' },
      also: ['Table.LastN', 'Keep bottom rows', 'Last rows'],
      summary: 'Takes the last rows, and shows the rest.',
    },
    {
      name: 'Top N',
      settings: { count: 10, order: [] },
      also: ['nlargest', 'nsmallest', 'Table.MaxN', 'Table.MinN', 'First per group', 'TOP'],
      summary: 'Takes so many rows with the greatest or least values.',
    },
  ],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }, { name: 'rest' }],
  describe: ({ count, skip, from, order, keys }) =>
    [
      `${from} ${count}`,
      ...(skip > 0 ? [`after ${skip}`] : []),
      ...(order.length > 0
        ? [
            `by ${order.map(({ column: name, direction }) => (direction === 'desc' ? `${name} descending` : name)).join(', ')}`,
          ]
        : []),
      ...(keys.length > 0 ? [`of each ${keys.join(', ')}`] : []),
    ].join(' '),
  compile: (given, context) => {
    const input = context.input('in')
    const names = columnsOf(input)
    const terms = orderTerms(given.order, 'order', input, context)
    const partition = given.keys.flatMap((key, i) => {
      const found = context.column(input, key, `keys.${i}`)
      return found ? [column(found.name)] : []
    })
    const isLast = given.from === 'last'
    if (given.keys.length === 0 && terms.length > 0) return ofSorted(input, terms, given)
    const certain = terms.length > 0 || isOrdered(input)
    const uncertain = certain
      ? {}
      : {
          notDeterministic:
            'The rows come in no certain order, and none is given: which are taken may differ from run to run.',
        }
    if (given.keys.length === 0) {
      if (!isLast) return { ports: partOf(() => input, given), ...uncertain }
      const fromTheEnd = op('-', op('+', over(call('count')), literal(1)), over(number))
      return { ...ofRanked(names, ranking(input, fromTheEnd), given), ...uncertain }
    }
    const own = isLast ? reversed(terms) : terms
    const ties =
      terms.length > 0 ? everything(input) : isOrdered(input) ? [orderBy(column(place), isLast ? 'desc' : 'asc')] : []
    const ranked = inOrder(input, rows => ranking(rows, over(number, { partition, order: [...own, ...ties] })))
    return { ...ofRanked(names, ranked, given), ...uncertain }
  },
})
