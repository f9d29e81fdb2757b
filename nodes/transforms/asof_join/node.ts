import { reportType } from '#core/node/columns.ts'
import { behind, compared, type Key, keysOf, matching } from '#core/node/keys.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { fault } from '#core/node/measures.ts'
import { everything, inOrder, numbered, place, reversed } from '#core/node/order.ts'
import { defineNode, field, z } from '#core/node/settings.ts'
import {
  all,
  call,
  cast,
  column,
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
import type { Expression, Literal } from '#core/relation/expression.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Column, Input, Relation } from '#core/relation/relation.ts'
import { duration } from '#core/rules/timeliness/duration.ts'
import { familyOf } from '#core/rules/values.ts'

const settings = z.strictObject({
  left: field(z.string(), {
    label: 'Time, left',
    help: 'A date, a time or a number of each row.',
    widget: 'column',
    input: 'left',
  }),
  right: field(z.string(), { label: 'Time, right', help: 'What it is nearest to.', widget: 'column', input: 'right' }),
  nearest: field(z.enum(['earlier', 'later']).default('earlier'), {
    label: 'Nearest',
    widget: 'choice',
    labels: { earlier: 'at that time or before', later: 'at that time or after' },
  }),
  equal: field(z.boolean().default(true), {
    label: 'At the same time, too',
    help: 'Off: a row at the very same time does not count.',
    widget: 'toggle',
  }),
  keys: field(z.array(z.strictObject({ left: z.string(), right: z.string() })).default([]), {
    label: 'Keys',
    help: 'Pairs of columns that must be equal beside; a null matches nothing.',
    widget: 'joinKeys',
  }),
  tolerance: field(z.string().min(1).nullable().default(null), {
    label: 'Tolerance',
    help: 'How far it may be away at most: 15 minutes, 7 days; of numbers a number.',
    widget: 'text',
    placeholder: 'any',
  }),
  type: field(z.enum(['left', 'inner']).default('left'), {
    label: 'Rows without a match',
    help: 'They leave by left only, and with nulls by out, too, unless they are left out there.',
    widget: 'choice',
    labels: { left: 'in out, with nulls', inner: 'not in out' },
  }),
  suffix: field(z.string().min(1).default('_right'), {
    label: 'Suffix',
    help: 'Put behind a right column whose name the left has, too.',
    widget: 'text',
    advanced: true,
  }),
})

type Settings = z.infer<typeof settings>

interface Times {
  readonly left: Column
  readonly right: Column
}

const rank = `${reservedPrefix}rank`

const timesOf = (given: Settings, left: Input, right: Input, context: CompileContext): Times | null => {
  const times = { left: context.column(left, given.left, 'left'), right: context.column(right, given.right, 'right') }
  for (const side of ['left', 'right'] as const) {
    const of = times[side]
    if (!of || ['number', 'date', 'time'].includes(familyOf(of.type))) continue
    reportType(of, side, 'a date, a time or a number', context)
    return null
  }
  if (!times.left || !times.right) return null
  if (familyOf(times.left.type) !== familyOf(times.right.type)) {
    reportType(times.right, 'right', `what \`${times.left.name}\` is, ${times.left.type},`, context)
    return null
  }
  return { left: times.left, right: times.right }
}

/** A tolerance in the measure of the times; undefined after saying that it is none. */
const toleranceOf = ({ tolerance }: Settings, { left }: Times, context: CompileContext): Literal | null | undefined => {
  if (tolerance === null) return null
  if (familyOf(left.type) === 'number') {
    const number = Number(tolerance)
    if (Number.isFinite(number) && number >= 0) return literal(number)
    return fault(context, 'tolerance', `\`${left.name}\` is a number, and so is its tolerance.`) ?? undefined
  }
  if (duration.safeParse(tolerance).success) return literal(tolerance, 'INTERVAL')
  return (
    fault(context, 'tolerance', `\`${tolerance}\` is not a span of time, such as 15 minutes or 7 days.`) ?? undefined
  )
}

/** A time of which differences are spans of time. */
const moment = ({ name, type }: Column, side: 'left' | 'right'): Expression =>
  type === 'DATE' ? cast(column(name, side), 'TIMESTAMP') : column(name, side)

const conditionOf = (given: Settings, keys: readonly Key[], times: Times, tolerance: Literal | null): Expression => {
  const [left, right] = [moment(times.left, 'left'), moment(times.right, 'right')]
  const isEarlier = given.nearest === 'earlier'
  const sign = isEarlier ? (given.equal ? '>=' : '>') : given.equal ? '<=' : '<'
  const away = isEarlier ? op('-', left, right) : op('-', right, left)
  return all([
    ...keys.map(key => op('=', compared(key, 'left', 'left'), compared(key, 'right', 'right'))),
    op(sign, left, right),
    ...(tolerance ? [op('<=', away, tolerance)] : []),
  ])
}

/** One row of the right for each time: of several the one that came last on the way to the left row's time. */
const oneEach = (right: Input, keys: readonly Key[], times: Times, { nearest }: Settings): Relation => {
  const rows = isOrdered(right) ? numbered(right) : right
  const ties = isOrdered(right) ? [orderBy(column(place))] : everything(right)
  const partition = [...keys.map(key => compared(key, 'right')), column(times.right.name)]
  const order = nearest === 'earlier' ? reversed(ties) : ties
  const ranked = project(rows, [
    ...keep(columnsOf(right)),
    { name: rank, expression: over(call('row_number'), { partition, order }) },
  ])
  return project(where(ranked, op('=', column(rank), literal(1))), keep(columnsOf(right)))
}

export default defineNode<Settings>({
  kind: 'transform.asof_join',
  version: 1,
  group: 'transforms',
  title: 'As-of join',
  summary: 'Puts beside each row the nearest earlier or later one of another input.',
  aliases: [
    'ASOF JOIN',
    'merge_asof',
    'Nearest join',
    'Time join',
    'Temporal join',
    'Point in time join',
    'Last known value',
    'Approximate match',
  ],
  settings,
  initial: { left: '', right: '' },
  inputs: () => [{ name: 'left' }, { name: 'right' }],
  outputs: () => [{ name: 'out' }, { name: 'left_only' }],
  describe: ({ left, right, nearest, keys, tolerance }) =>
    [
      left && right ? `${left} to the nearest ${nearest} ${right}` : 'nothing yet',
      ...(keys.length > 0
        ? [`by ${keys.map(key => (key.left === key.right ? key.left : `${key.left} = ${key.right}`)).join(', ')}`]
        : []),
      ...(tolerance ? [`within ${tolerance}`] : []),
    ].join(', '),
  compile: (given, context) => {
    const [left, right] = [context.input('left'), context.input('right')]
    const keys = keysOf(given.keys, left, right, context)
    const times = timesOf(given, left, right, context)
    const tolerance = times && toleranceOf(given, times, context)
    if (!times || tolerance === undefined || keys.length < given.keys.length) return { ports: {} }
    const others = columnsOf(right).filter(name => !keys.some(key => key.right === name))
    const added = behind(columnsOf(left), others, given.suffix, context)
    const firsts = oneEach(right, keys, times, given)
    const condition = conditionOf(given, keys, times, tolerance)
    const out = inOrder(left, rows =>
      join({
        type: given.type,
        left: rows,
        right: firsts,
        condition,
        asof: true,
        columns: [...columnsOf(rows).map(name => ({ name, expression: column(name, 'left') })), ...added],
        via: { left: 'left', right: 'right' },
      }),
    )
    const alone = inOrder(left, rows => join({ ...matching('anti', rows, firsts, condition), asof: true }))
    return {
      ports: {
        out: project(out, keep([...columnsOf(left), ...added.map(({ name }) => name)])),
        left_only: project(alone, keep(columnsOf(left))),
      },
    }
  },
})
