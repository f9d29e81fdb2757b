import type { CompileContext } from '#core/node/kind.ts'
import { everything, inOrder, numbered, place } from '#core/node/order.ts'
import { defineNode, field, z } from '#core/node/settings.ts'
import { call, cast, column, keep, literal, op, orderBy, over, project, where } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Relation } from '#core/relation/relation.ts'

const settings = z.strictObject({
  by: field(z.enum(['percent', 'rows', 'every']).default('percent'), {
    label: 'Take',
    widget: 'choice',
    labels: { percent: 'a percentage', rows: 'a number of rows', every: 'every nth row' },
  }),
  amount: field(z.number().positive('it is greater than 0').default(10), {
    label: 'How many',
    help: 'Percent, rows, or from one row to the next: 10 is a tenth, ten rows, or the 1st, 11th, 21st row and so on.',
    widget: 'number',
  }),
  keys: field(z.array(z.string()).default([]), {
    label: 'Of each group',
    help: 'So much of each combination of values here (strata), so that small groups are in the sample, too.',
    widget: 'columns',
  }),
  seed: field(z.number().int('it is a whole number').default(1), {
    label: 'Seed',
    help: 'Another number gives another sample; the same one always gives the same rows.',
    widget: 'number',
    advanced: true,
  }),
})

type Settings = z.infer<typeof settings>

const chance = `${reservedPrefix}chance`
const rank = `${reservedPrefix}rank`
const taken = `${reservedPrefix}taken`

/** What a share of a row is reckoned in: a ten-thousandth of a percent. */
const parts = 1_000_000

const isNumbered = (rows: Relation): boolean => columnsOf(rows).includes(place)

const added = (rows: Relation, name: string, expression: Expression): Relation =>
  project(rows, [...keep(columnsOf(rows)), { name, expression }])

/** Each row by a number that looks like chance: made of its place, or of all that it holds and which of those alike it is. */
const withChance = (rows: Relation, seed: number): Relation => {
  const drawn = (...from: Expression[]) => call('hash', literal(seed), ...from)
  if (isNumbered(rows)) return added(rows, chance, drawn(column(place)))
  const all = everything(rows).map(term => term.expression)
  const alike = added(rows, rank, over(call('row_number'), { partition: all }))
  return project(alike, [...keep(columnsOf(rows)), { name: chance, expression: drawn(...all, column(rank)) }])
}

const isSound = ({ by, amount }: Settings, context: CompileContext): boolean => {
  const message =
    by === 'percent'
      ? amount > 100 && 'There are no more than 100 percent.'
      : !Number.isInteger(amount) && 'A number of rows is a whole number.'
  if (!message) return true
  context.report({ code: 'E-SETTING', severity: 'error', setting: 'amount', message })
  return false
}

const isNth = (at: Expression, nth: number): Expression =>
  op('=', op('%', op('-', at, literal(1)), literal(nth)), literal(0))

/** Whether a row is taken, from what is known of it alone. */
const takenAlone = ({ by, amount }: Settings): Expression =>
  by === 'every'
    ? isNth(column(place), amount)
    : op('<', op('%', column(chance), literal(parts)), literal(Math.round((amount / 100) * parts)))

/** Whether a row is taken, from its place among those of its group. */
const takenAmong = (rows: Relation, { by, amount }: Settings, partition: readonly Expression[]): Expression => {
  const ties = isNumbered(rows) ? [orderBy(column(place))] : everything(rows)
  const order = by === 'every' ? (isNumbered(rows) ? ties : []) : [orderBy(column(chance)), ...ties]
  const at = over(call('row_number'), { partition, order })
  if (by === 'every') return isNth(at, amount)
  if (by === 'rows') return op('<=', at, literal(amount))
  const size = cast(over(call('count'), { partition }), 'DOUBLE')
  return op('<=', at, call('ceil', op('/', op('*', size, literal(amount)), literal(100))))
}

export default defineNode<Settings>({
  kind: 'transform.sample',
  version: 1,
  group: 'transforms',
  title: 'Sample',
  summary: 'Takes a share of the rows by chance, the same ones in every run, and shows the rest.',
  aliases: [
    'Row Sampling',
    'Random % Sample',
    'Sample rows',
    'Reservoir Sampling',
    'Partitioning',
    'Create Samples',
    'TABLESAMPLE',
    'USING SAMPLE',
    'DataFrame.sample',
    'Train test split',
    { name: 'Stratified sample', settings: { by: 'percent', amount: 10, keys: [] }, also: ['Oversample Field'] },
    {
      name: 'Every nth row',
      settings: { by: 'every', amount: 10 },
      also: ['Table.AlternateRows'],
      summary: 'Takes every nth row, and shows the rest.',
    },
  ],
  settings,
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }, { name: 'rest' }],
  describe: ({ by, amount, keys }) => {
    const much = { percent: `${amount} %`, rows: `${amount} rows`, every: `every ${amount}th row` }[by]
    return keys.length > 0 ? `${much} of each ${keys.join(', ')}` : much
  },
  compile: (given, context) => {
    const input = context.input('in')
    const names = columnsOf(input)
    const partition = given.keys.flatMap((key, i) => {
      const found = context.column(input, key, `keys.${i}`)
      return found ? [column(found.name)] : []
    })
    if (!isSound(given, context)) return { ports: {} }
    const ordered = isOrdered(input)
    const { by, seed } = given
    const uncertain =
      by === 'every' && !ordered
        ? { notDeterministic: 'The rows come in no certain order: which is the nth may differ from run to run.' }
        : {}
    const port = (rows: Relation, predicate: Expression) => project(where(rows, predicate), keep(names))
    if (by !== 'rows' && partition.length === 0) {
      const isTaken = takenAlone(given)
      const each = () => {
        const rows = ordered || by === 'every' ? numbered(input) : input
        return by === 'every' ? rows : withChance(rows, seed)
      }
      // over rows in order it is told row by row, and neither port waits for the other
      const body = ordered ? {} : { body: each() }
      const rows = () => body.body ?? each()
      return { ...body, ports: { out: port(rows(), isTaken), rest: port(rows(), op('not', isTaken)) }, ...uncertain }
    }
    const body = inOrder(input, rows => {
      const drawn = by === 'every' ? rows : withChance(rows, seed)
      return added(drawn, taken, takenAmong(drawn, given, partition))
    })
    const isTaken = column(taken)
    return { body, ports: { out: port(body, isTaken), rest: port(body, op('not', isTaken)) }, ...uncertain }
  },
})
