import { behind, compared, type Key, keysOf, matching } from '#core/node/keys.ts'
import type { CompileContext, FlagReason } from '#core/node/kind.ts'
import { everything, inOrder, numbered, orderTerms, place } from '#core/node/order.ts'
import { defineNode, field, sortTerm, z } from '#core/node/settings.ts'
import {
  all,
  call,
  column,
  flag,
  join,
  keep,
  literal,
  op,
  orderBy,
  over,
  project,
  where,
} from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Input, NamedExpression, Relation } from '#core/relation/relation.ts'

const settings = z.strictObject({
  keys: field(z.array(z.strictObject({ left: z.string(), right: z.string() })).min(1, 'name a column to look up by'), {
    label: 'Look up by',
    help: 'Pairs of columns that must be equal: of the rows, and of the reference. A null finds nothing.',
    widget: 'joinKeys',
    sides: ['in', 'reference'],
  }),
  columns: field(z.array(z.string()).default([]), {
    label: 'Columns',
    help: 'What is taken from the reference; without a choice all columns but the keys.',
    widget: 'columns',
    input: 'reference',
  }),
  missing: field(z.enum(['flag', 'null', 'reject']).default('flag'), {
    label: 'Not found',
    help: 'What becomes of a row that finds nothing: nulls and a flag, nulls, or it leaves by the port unmatched.',
    widget: 'choice',
  }),
  several: field(z.enum(['flag', 'first', 'fail']).default('flag'), {
    label: 'Found several times',
    help: 'The first is taken. flag marks the row, first says nothing, fail ends the run where the reference has a key twice.',
    widget: 'choice',
  }),
  order: field(z.array(sortTerm).default([]), {
    label: 'First by',
    help: 'Which row of the reference is the first of several. Without it, as they come; ties are broken by all columns.',
    widget: 'sortList',
    input: 'reference',
    advanced: true,
  }),
  suffix: field(z.string().min(1).default('_reference'), {
    label: 'Suffix',
    help: 'Put behind a column of the reference whose name the rows have, too.',
    widget: 'text',
    advanced: true,
  }),
})

type Settings = z.infer<typeof settings>

const rank = `${reservedPrefix}rank`
const matches = `${reservedPrefix}matches`

/** The reference, each row with its rank among those of its keys, and how many they are. */
const rankedBy = (keys: readonly Key[], { order }: Settings, reference: Input, context: CompileContext): Relation => {
  const partition = keys.map(key => compared(key, 'right'))
  const terms = orderTerms(order, 'order', reference, context)
  const asTheyCome = terms.length === 0 && isOrdered(reference)
  const ties = asTheyCome ? [orderBy(column(place))] : everything(reference)
  return project(asTheyCome ? numbered(reference) : reference, [
    ...keep(columnsOf(reference)),
    { name: rank, expression: over(call('row_number'), { partition, order: [...terms, ...ties] }) },
    { name: matches, expression: over(call('count'), { partition }) },
  ])
}

/** Columns of the reference under the names that they get. */
const takenColumns = (
  { columns, suffix }: Settings,
  keys: readonly Key[],
  input: Input,
  reference: Input,
  context: CompileContext,
): readonly NamedExpression[] => {
  const wanted = columns.length
    ? columns.flatMap((name, i) => context.column(reference, name, `columns.${i}`)?.name ?? [])
    : columnsOf(reference).filter(name => !keys.some(key => key.right === name))
  return behind(columnsOf(input), wanted, suffix, context)
}

const reason = (
  rule: string,
  keys: readonly Key[],
  message: string,
  dimension: FlagReason['dimension'],
): FlagReason => ({
  rule,
  kind: 'lookup',
  columns: keys.map(key => key.left),
  severity: 'error',
  message,
  dimension,
})

const marksOf = ({ missing, several }: Settings, keys: readonly Key[]) => [
  ...(missing === 'flag'
    ? [
        {
          when: op('is_null', column(matches)),
          reason: reason('missing', keys, '{column} is not in the reference: {value}', 'consistency'),
        },
      ]
    : []),
  ...(several === 'flag'
    ? [
        {
          when: op('>', column(matches), literal(1)),
          reason: reason('several', keys, '{column} is in the reference several times: {value}', 'uniqueness'),
        },
      ]
    : []),
]

const onLeft = (names: readonly string[]): readonly NamedExpression[] =>
  names.map(name => ({ name, expression: column(name, 'left') }))

export default defineNode<Settings>({
  kind: 'transform.lookup',
  version: 1,
  group: 'transforms',
  title: 'Look up',
  summary: 'Adds columns of a reference to the rows, each of which stays one row.',
  aliases: [
    'VLOOKUP',
    'XLOOKUP',
    'HLOOKUP',
    'INDEX MATCH',
    'Value Lookup',
    'Find Replace',
    'Stream lookup',
    'Database lookup',
    'Enrich',
    'merge many to one',
    'Table.Join',
    'Lookup Transformation',
    'Series.map',
  ],
  settings,
  initial: { keys: [] },
  inputs: () => [{ name: 'in' }, { name: 'reference' }],
  outputs: ({ missing }) => [
    { name: 'out' },
    ...(missing === 'reject' ? [{ name: 'unmatched', role: 'reject' as const }] : []),
  ],
  describe: ({ keys, columns }) => {
    const by = keys.map(key => (key.left === key.right ? key.left : `${key.left} = ${key.right}`)).join(', ')
    return `${columns.length ? columns.join(', ') : 'all columns'} by ${by || 'nothing yet'}`
  },
  compile: (given, context) => {
    const [input, reference] = [context.input('in'), context.input('reference')]
    const keys = keysOf(given.keys, input, reference, context)
    const taken = takenColumns(given, keys, input, reference, context)
    if (keys.length < given.keys.length) return { ports: {} }
    const ranked = rankedBy(keys, given, reference, context)
    const firsts = where(ranked, op('=', column(rank), literal(1)))
    const condition = all(keys.map(key => op('=', compared(key, 'left', 'left'), compared(key, 'right', 'right'))))
    const found = inOrder(input, rows =>
      join({
        type: given.missing === 'reject' ? 'inner' : 'left',
        left: rows,
        right: firsts,
        condition,
        columns: [...onLeft(columnsOf(rows)), ...taken, { name: matches, expression: column(matches, 'right') }],
        // a way of its own: the rows may have come through another look-up
        via: { left: null, right: context.node },
      }),
    )
    const columns = keep([...columnsOf(input), ...taken.map(({ name }) => name)])
    const marks = marksOf(given, keys)
    const out =
      marks.length === 0
        ? project(found, columns)
        : flag({
            input: found,
            validator: context.node,
            bits: marks.map(({ when }) => ({ violation: when, skip: null, failure: null })),
            detail: null,
            extras: false,
            columns,
          })
    const unmatched = inOrder(input, rows => matching('anti', rows, firsts, condition))
    const repeated = where(
      ranked,
      all([op('=', column(rank), literal(2)), ...keys.map(key => op('is_not_null', compared(key, 'right')))]),
    )
    return {
      ports: { out, ...(given.missing === 'reject' ? { unmatched: project(unmatched, keep(columnsOf(input))) } : {}) },
      ...(marks.length > 0 ? { flags: marks.map(mark => mark.reason) } : {}),
      ...(given.several === 'fail'
        ? {
            checks: [
              {
                relation: repeated,
                code: 'E-LOOKUP-SEVERAL',
                severity: 'error' as const,
                message: `{count} values of ${keys.map(key => `\`${key.right}\``).join(', ')} are in the reference several times.`,
              },
            ],
          }
        : {}),
    }
  },
})
