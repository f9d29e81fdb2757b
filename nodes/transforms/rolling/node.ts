import { reportTwice, reportType, withColumns } from '#core/node/columns.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { fault, measured, measureOf, measureSlots, measureText } from '#core/node/measures.ts'
import { everything, inOrder, orderTerms, place } from '#core/node/order.ts'
import { defineNode, field, sortTerm, z } from '#core/node/settings.ts'
import { shortOf, spanLength } from '#core/node/spans.ts'
import { uncertain } from '#core/node/volatile.ts'
import { cases, cast, column, keep, literal, op, orderBy, over, project } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Call, Expression, WindowCall, WindowFrame } from '#core/relation/expression.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Input, NamedExpression } from '#core/relation/relation.ts'
import { duration } from '#core/rules/timeliness/duration.ts'
import { familyOf } from '#core/rules/values.ts'

const settings = z.strictObject({
  keys: field(z.array(z.string()).default([]), {
    label: 'Of each group',
    help: 'Rows with the same values here are looked at together; nulls are a group. Without keys, all rows.',
    widget: 'columns',
  }),
  order: field(z.array(sortTerm).default([]), {
    label: 'In the order of',
    help: 'Without it, the rows as they come. For a span of time it is the one date or time that the span is of.',
    widget: 'sortList',
  }),
  rows: field(z.number().int('it is a whole number').min(1, 'it is 1 or more').default(3), {
    label: 'Rows',
    help: 'How many rows a value is made of, its own among them.',
    widget: 'number',
  }),
  span: field(duration.nullable().default(null), {
    label: 'Or a span of time',
    help: 'Instead of a number of rows: all rows within it, such as 7 days or 36 hours.',
    widget: 'text',
    placeholder: 'none',
  }),
  align: field(z.enum(['trailing', 'centred', 'leading']).default('trailing'), {
    label: 'Where',
    widget: 'choice',
    labels: { trailing: 'up to the row', centred: 'around the row', leading: 'from the row on' },
  }),
  minimum: field(z.number().int('it is a whole number').min(0, 'it is not negative').default(1), {
    label: 'At least',
    help: 'A value that is made of fewer values than this is null.',
    widget: 'number',
    advanced: true,
  }),
  measures: field(
    z.array(measureOf(['mean', 'sum', 'min', 'max', 'count', 'median', 'stdev', 'variance'])).min(1, 'add a measure'),
    { label: 'Measures', help: 'What is computed of the rows around each row.', widget: 'measureList' },
  ),
})

type Settings = z.infer<typeof settings>

const ofRows = ({ rows, align }: Settings): WindowFrame => {
  const before = { trailing: rows - 1, centred: Math.floor(rows / 2), leading: 0 }[align]
  return { unit: 'rows', preceding: before, following: rows - 1 - before }
}

const ofSpan = ({ align }: Settings, span: string, context: CompileContext): WindowFrame | null => {
  const distance = (text: string) => literal(text, 'INTERVAL')
  if (align === 'trailing') return { unit: 'range', preceding: distance(shortOf(span)), following: 0 }
  if (align === 'leading') return { unit: 'range', preceding: 0, following: distance(shortOf(span)) }
  const length = spanLength(span)
  if (length === null)
    return fault(
      context,
      'span',
      'Half a month or half a year is of no certain length: give days, or rows up to the row.',
    )
  const half = `${Math.floor(length / 2)} microseconds`
  return { unit: 'range', preceding: distance(half), following: distance(shortOf(half)) }
}

interface Window {
  readonly order: NonNullable<WindowCall['order']>
  readonly frame: WindowFrame
  /** What a row needs to be in a window at all. */
  readonly present: Expression | null
}

/** Over a span of time: the one column that it is of. */
const timeWindow = (given: Settings, span: string, input: Input, context: CompileContext): Window | null => {
  const [term, ...others] = given.order
  if (!term || others.length > 0)
    return fault(context, 'order', 'A span of time is of one column: the date or time that rows are in the order of.')
  const of = context.column(input, term.column, 'order.0.column')
  if (!of) return null
  if (familyOf(of.type) !== 'date') {
    reportType(of, 'order.0.column', 'a date or a time', context)
    return null
  }
  const frame = ofSpan(given, span, context)
  // spans are told in microseconds, and a date knows days alone
  const time = of.type === 'DATE' ? cast(column(of.name), 'TIMESTAMP') : column(of.name)
  return (
    frame && { order: [orderBy(time, term.direction, term.nulls)], frame, present: op('is_not_null', column(of.name)) }
  )
}

const rowWindow = (given: Settings, input: Input, context: CompileContext): Window => {
  const terms = orderTerms(given.order, 'order', input, context)
  const ties = isOrdered(input) ? [orderBy(column(place))] : terms.length > 0 ? everything(input) : []
  return { order: [...terms, ...ties], frame: ofRows(given), present: null }
}

export default defineNode<Settings>({
  kind: 'transform.rolling',
  version: 1,
  group: 'transforms',
  title: 'Rolling',
  summary: 'Adds means, sums and the like of the rows around each row: so many, or those within a span of time.',
  aliases: [
    'Moving Aggregator',
    'Moving Average',
    'Rolling mean',
    'rolling',
    'WINDOW_AVG',
    'Moving Calculation',
    'Sliding window',
    'Simple moving average',
    'ROWS BETWEEN',
  ],
  settings,
  initial: { measures: [{ name: 'mean', function: 'mean' }] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ keys, rows, span, measures }) =>
    [
      measures.map(measureText).join(', ') || 'nothing yet',
      `over ${span ?? `${rows} rows`}`,
      ...(keys.length > 0 ? [`of each ${keys.join(', ')}`] : []),
    ].join(' '),
  expressions: ({ measures }) => measureSlots(measures),
  compile: (given, context) => {
    const input = context.input('in')
    const partition = given.keys.flatMap((key, i) => {
      const found = context.column(input, key, `keys.${i}`)
      return found ? [column(found.name)] : []
    })
    const window =
      given.span === null ? rowWindow(given, input, context) : timeWindow(given, given.span, input, context)
    reportTwice(
      given.measures.map(({ name }, i) => ({ name, setting: `measures.${i}.name` })),
      context,
    )
    const calls = given.measures.flatMap((m, i) => {
      const found = measured(m, i, input, context)
      return found ? [{ name: m.name, of: found }] : []
    })
    if (!window) return { ports: {} }
    const { order, frame, present } = window
    const added = calls.map(({ name, of }): NamedExpression => {
      const inFrame = (what: Call) => over(what, { partition, order, frame })
      const { distinct: _, ...values } = { ...of, function: 'count' }
      const isEnough = op('>=', inFrame(values), literal(given.minimum))
      const conditions = [...(present ? [present] : []), ...(given.minimum > 1 ? [isEnough] : [])]
      const [first, ...others] = conditions
      if (!first) return { name, expression: inFrame(of) }
      return {
        name,
        expression: cases([{ when: others.length ? op('and', first, ...others) : first, result: inFrame(of) }]),
      }
    })
    const ordered = isOrdered(input)
    const columns = withColumns(columnsOf(input), added)
    const rows = inOrder(input, each => project(each, ordered ? [...columns, ...keep([place])] : columns))
    const texts = given.measures.flatMap((_, i) =>
      ['expression', 'where'].map(part => context.expression(`measures.${i}.${part}`)),
    )
    return {
      ports: { out: ordered ? project(rows, keep(columns.map(({ name }) => name))) : rows },
      ...uncertain(texts),
      ...(order.length === 0
        ? {
            notDeterministic:
              'The rows come in no certain order, and none is given: which are around a row may differ from run to run.',
          }
        : {}),
    }
  },
})
