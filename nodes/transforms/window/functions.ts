import { call, cast, literal, op, over } from '#core/relation/build.ts'
import type { Call, Expression, OrderTerm, WindowCall } from '#core/relation/expression.ts'

/** What a window function is asked for. */
export interface Asked {
  /** Its column; null: none. */
  readonly of: Expression | null
  /** Rows away, or groups of about the same size. */
  readonly offset: number
  /** Where there is no row so far away. */
  readonly fallback: Expression
  readonly frame: 'running' | 'group' | 'rest'
  readonly partition: readonly Expression[]
  /** As it was asked for: rows may be alike in it. */
  readonly order: readonly OrderTerm[]
  /** The same with ties broken. */
  readonly total: readonly OrderTerm[]
}

/** What a function needs, beside what it gives. */
export interface WindowFunction {
  readonly label: string
  readonly column: 'none' | 'any' | 'number' | 'optional' | 'measurable'
  /** `given`: one that somebody wrote; `rows`: that in which rows come does. */
  readonly order: 'none' | 'given' | 'rows' | 'framed'
  readonly value: (asked: Asked) => Expression
}

const frames: Record<Asked['frame'], WindowCall['frame']> = {
  running: 'rows_unbounded_preceding',
  group: 'rows_all',
  rest: { unit: 'rows', preceding: 0, following: null },
}

const inTotal = (of: Call, { partition, total }: Asked): Expression => over(of, { partition, order: total })

const framed = (of: Call, { partition, total, frame }: Asked): Expression =>
  over(of, { partition, order: total, frame: frames[frame] })

const argument = ({ of }: Asked): Expression => of ?? literal(null)

const ranking = (label: string, name: string): WindowFunction => ({
  label,
  column: 'none',
  order: 'given',
  value: ({ partition, order }) => over(call(name), { partition, order }),
})

const aggregate = (label: string, name: string, of: WindowFunction['column'] = 'number'): WindowFunction => ({
  label,
  column: of,
  order: 'framed',
  value: asked => {
    const named = asked.of ? call(name, asked.of) : call(name)
    return asked.frame === 'group' ? over(named, { partition: asked.partition }) : framed(named, asked)
  },
})

const away = (name: 'lag' | 'lead', asked: Asked): Expression =>
  inTotal(call(name, argument(asked), literal(asked.offset), asked.fallback), asked)

const before = (asked: Asked): Expression => away('lag', { ...asked, fallback: literal(null) })

const share = (part: Expression, whole: Expression): Expression =>
  op('/', cast(part, 'DOUBLE'), call('nullif', cast(whole, 'DOUBLE'), literal(0)))

/** The window functions, in the order of the form. */
export const functions = {
  row_number: {
    label: 'row number',
    column: 'none',
    order: 'rows',
    value: asked => inTotal(call('row_number'), asked),
  },
  rank: ranking('rank, with gaps behind ties', 'rank'),
  dense_rank: ranking('rank, without gaps', 'dense_rank'),
  percent_rank: ranking('rank from 0 to 1', 'percent_rank'),
  cume_dist: ranking('share of rows up to this one', 'cume_dist'),
  ntile: {
    label: 'group of about the same size',
    column: 'none',
    order: 'rows',
    value: asked => inTotal(call('ntile', literal(asked.offset)), asked),
  },
  lag: { label: 'value of a row before', column: 'any', order: 'rows', value: asked => away('lag', asked) },
  lead: { label: 'value of a row after', column: 'any', order: 'rows', value: asked => away('lead', asked) },
  difference: {
    label: 'difference to a row before',
    column: 'measurable',
    order: 'rows',
    value: asked => op('-', argument(asked), before(asked)),
  },
  change: {
    label: 'change to a row before, as a share of it',
    column: 'number',
    order: 'rows',
    value: asked => share(op('-', argument(asked), before(asked)), before(asked)),
  },
  first: {
    label: 'first value',
    column: 'any',
    order: 'rows',
    value: asked => framed(call('first_value', argument(asked)), asked),
  },
  last: {
    label: 'last value',
    column: 'any',
    order: 'rows',
    value: asked => framed(call('last_value', argument(asked)), asked),
  },
  nth: {
    label: 'nth value',
    column: 'any',
    order: 'rows',
    value: asked => framed(call('nth_value', argument(asked), literal(asked.offset)), asked),
  },
  sum: aggregate('sum', 'sum'),
  mean: aggregate('mean', 'avg'),
  min: aggregate('least value', 'min', 'any'),
  max: aggregate('greatest value', 'max', 'any'),
  count: aggregate('count', 'count', 'optional'),
  median: aggregate('median', 'median', 'measurable'),
  stdev: aggregate('standard deviation', 'stddev_samp'),
  share: {
    label: 'share of the total',
    column: 'number',
    order: 'none',
    value: asked => share(argument(asked), over(call('sum', argument(asked)), { partition: asked.partition })),
  },
} as const satisfies Record<string, WindowFunction>

export type FunctionName = keyof typeof functions

/** What a function needs and gives. */
export const functionOf = (name: FunctionName): WindowFunction => functions[name]
