import { reportTwice, reportType } from '#core/node/columns.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { fault, measured, measureFunctions, measureOf, measureSlots, measureText } from '#core/node/measures.ts'
import { inOrder, place } from '#core/node/order.ts'
import { columnName, defineNode, field, z } from '#core/node/settings.ts'
import { spanLength } from '#core/node/spans.ts'
import { uncertain } from '#core/node/volatile.ts'
import { any, call, cast, column, keep, literal, op, orderBy, over, project, where } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Input, Relation } from '#core/relation/relation.ts'
import { duration } from '#core/rules/timeliness/duration.ts'
import { familyOf } from '#core/rules/values.ts'
import { hopping, sessions, tumbling, type Windowed } from './windows.ts'

const length = duration.refine(text => Number.parseFloat(text) > 0, { error: 'it is longer than nothing' })

const settings = z.strictObject({
  time: field(z.string(), {
    label: 'Time',
    help: 'The date or time that says which window a row is in.',
    widget: 'column',
  }),
  type: field(z.enum(['tumbling', 'hopping', 'session']).default('tumbling'), {
    label: 'Windows',
    widget: 'choice',
    labels: { tumbling: 'one after another', hopping: 'overlapping', session: 'ended by a pause' },
  }),
  size: field(length.default('1 hour'), {
    label: 'Length',
    help: 'How long a window is: 15 minutes, 1 day, 1 month; or the pause after which a session has ended.',
    widget: 'text',
  }),
  hop: field(length.default('15 minutes'), {
    label: 'Hop',
    help: 'From one beginning to the next, where windows overlap.',
    widget: 'text',
    advanced: true,
  }),
  keys: field(z.array(z.string()).default([]), {
    label: 'Group by',
    help: 'Each combination of values has windows of its own; nulls are a group.',
    widget: 'columns',
  }),
  measures: field(z.array(measureOf(measureFunctions)).default([]), {
    label: 'Measures',
    help: 'What is computed of each window.',
    widget: 'measureList',
  }),
  lateness: field(duration.nullable().default(null), {
    label: 'Late after',
    help: 'Rows further than this behind the latest time that came before them leave by late; none are late unless given.',
    widget: 'text',
    placeholder: 'never',
  }),
  start: field(columnName.default('window_start'), { label: 'Column of beginnings', widget: 'text', advanced: true }),
  end: field(columnName.default('window_end'), { label: 'Column of ends', widget: 'text', advanced: true }),
})

type Settings = z.infer<typeof settings>

const late = `${reservedPrefix}late`

/** A row may be in so many windows. */
const mostWindows = 1000

/** How many windows hold a time; null after saying why that is not known. */
const overlappingOf = ({ size, hop }: Settings, context: CompileContext): number | null => {
  const [long, step] = [spanLength(size), spanLength(hop)]
  if (long === null || step === null)
    return fault(
      context,
      long === null ? 'size' : 'hop',
      'Months and years are of no certain length: overlapping windows are told in weeks, days or less.',
    )
  if (step > long)
    return fault(context, 'hop', `Rows would be lost between windows of ${size} that begin every ${hop}.`)
  const count = Math.ceil(long / step)
  return count > mostWindows
    ? fault(context, 'hop', `Each row would be in ${count} windows; at most ${mostWindows} are possible.`)
    : count
}

/** Rows with whether each has no time, or comes too late. */
const withLate = (input: Input, time: Expression, lateness: string | null): Relation => {
  const isNull = op('is_null', time)
  const marked = (rows: Relation, when: Expression) =>
    project(rows, [...keep(columnsOf(rows)), { name: late, expression: when }])
  if (lateness === null) return marked(input, isNull)
  return inOrder(input, rows => {
    const order = columnsOf(rows).includes(place) ? [orderBy(column(place))] : []
    const latest = over(call('max', time), { order, frame: 'rows_before' })
    const isLate = op('is_true', op('<', time, op('-', latest, literal(lateness, 'INTERVAL'))))
    return marked(rows, any([isNull, isLate]))
  })
}

const windowsOf = (rows: Relation, given: Settings, windowed: Windowed, context: CompileContext): Relation | null => {
  if (given.type === 'tumbling') return tumbling(rows, windowed)
  if (given.type === 'session') return sessions(rows, windowed)
  const overlapping = overlappingOf(given, context)
  return overlapping === null ? null : hopping(rows, windowed, given.hop, overlapping)
}

export default defineNode<Settings>({
  kind: 'transform.time_window',
  version: 1,
  group: 'transforms',
  title: 'Time window',
  summary: 'Groups rows by windows of time and computes measures of each; rows that come too late leave apart.',
  aliases: [
    'Tumbling window',
    'Windowed aggregation',
    'resample',
    'Group by time',
    'time_bucket',
    'date_trunc group',
    'pd.Grouper',
    { name: 'Hopping window', settings: { type: 'hopping' }, also: ['Sliding time window', 'HOP'] },
    { name: 'Session window', settings: { type: 'session', size: '30 minutes' }, also: ['Sessionize', 'Sessions'] },
  ],
  settings,
  initial: { time: '', measures: [{ name: 'rows', function: 'count' }] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }, { name: 'late', role: 'reject' }],
  describe: ({ time, type, size, hop, keys, measures }) =>
    [
      measures.map(measureText).join(', ') || 'windows',
      `of ${time || 'no time yet'}`,
      { tumbling: `each ${size}`, hopping: `for ${size} each ${hop}`, session: `until a pause of ${size}` }[type],
      ...(keys.length > 0 ? [`by ${keys.join(', ')}`] : []),
    ].join(' '),
  expressions: ({ measures }) => measureSlots(measures),
  compile: (given, context) => {
    const input = context.input('in')
    const of = context.column(input, given.time, 'time')
    if (of && familyOf(of.type) !== 'date') reportType(of, 'time', 'a date or a time', context)
    const keys = given.keys.flatMap((key, i) => context.column(input, key, `keys.${i}`)?.name ?? [])
    const measures = given.measures.flatMap((m, i) => {
      const expression = measured(m, i, input, context)
      return expression ? [{ name: m.name, expression }] : []
    })
    reportTwice(
      [
        { name: given.start, setting: 'start' },
        { name: given.end, setting: 'end' },
        ...keys.map((name, i) => ({ name, setting: `keys.${i}` })),
        ...given.measures.map(({ name }, i) => ({ name, setting: `measures.${i}.name` })),
      ],
      context,
    )
    if (!of) return { ports: {} }
    const time = of.type === 'DATE' ? cast(column(of.name), 'TIMESTAMP') : column(of.name)
    const body = withLate(input, time, given.lateness)
    const names = { start: given.start, end: given.end }
    const out = windowsOf(
      where(body, op('not', column(late))),
      given,
      { time, size: given.size, keys, measures, names },
      context,
    )
    const texts = given.measures.flatMap((_, i) =>
      ['expression', 'where'].map(part => context.expression(`measures.${i}.${part}`)),
    )
    return {
      ports: {
        ...(out ? { out } : {}),
        late: project(where(body, column(late)), keep(columnsOf(input))),
      },
      ...(given.lateness !== null ? { body } : {}),
      ...uncertain(texts),
      ...(given.lateness !== null && !isOrdered(input)
        ? { notDeterministic: 'The rows come in no certain order: which of them are late may differ from run to run.' }
        : {}),
    }
  },
})
