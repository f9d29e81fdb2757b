import { aggregateCall, all, cast, column, literal, orderBy } from '../relation/build.ts'
import type { Call, Expression } from '../relation/expression.ts'
import type { Input } from '../relation/relation.ts'
import { familyOf } from '../rules/values.ts'
import type { CompileContext, ExpressionSlot } from './kind.ts'
import { columnName, scalar, sortTerm, z } from './settings.ts'

/** What can be measured of a group, with DuckDB's names; `mean` of numbers is avg, and spread is that of a sample. */
const duckdb = {
  count: 'count',
  sum: 'sum',
  mean: 'avg',
  min: 'min',
  max: 'max',
  median: 'median',
  stdev: 'stddev_samp',
  variance: 'var_samp',
  quantile: 'quantile_cont',
  first: 'first',
  last: 'last',
  mode: 'mode',
  list: 'list',
  concat: 'string_agg',
} as const satisfies Record<string, string>

type Function = keyof typeof duckdb

export const measureFunctions = Object.keys(duckdb) as [Function, ...Function[]]

/** Schema of a measure whose function is one of these. */
export const measureOf = <F extends string>(functions: readonly [F, ...F[]]) =>
  z.strictObject({
    name: columnName,
    function: z.enum(functions),
    column: z.string().optional(),
    expression: z.string().min(1).optional(),
    distinct: z.boolean().optional(),
    where: z.string().min(1).optional(),
    quantile: z.number().min(0).max(1).optional(),
    separator: z.string().optional(),
    order: z.array(sortTerm).optional(),
  })

export type Measure = z.infer<ReturnType<typeof measureOf<Function>>>

const inOrder: readonly Function[] = ['first', 'last', 'list', 'concat', 'mode']

/** Reports what is wrong with a setting. */
export const fault = (context: CompileContext, setting: string, message: string): null => {
  context.report({ code: 'E-SETTING', severity: 'error', setting, message })
  return null
}

const argument = (m: Measure, setting: string, input: Input, context: CompileContext): Argument | null => {
  if (m.expression !== undefined) {
    const text = context.expression(`${setting}.expression`)
    return text && { expression: text, type: null }
  }
  if (m.column !== undefined) {
    const found = context.column(input, m.column, `${setting}.column`)
    return found && { expression: column(found.name), type: found.type }
  }
  return fault(context, `${setting}.column`, `The measure \`${m.name}\` needs a column or an expression.`)
}

interface Argument {
  readonly expression: Expression
  readonly type: string | null
}

/** Only between numbers or dates lies a value; of other types a quantile is one of the values themselves. */
const quantileOf = (type: string | null) =>
  type === null || ['number', 'date', 'time'].includes(familyOf(type)) ? 'quantile_cont' : 'quantile_disc'

/** What depends on an order has one: that of its values where none is given, so that every run gives the same. */
const orderOf = (m: Measure, of: Expression, setting: string, input: Input, context: CompileContext) => {
  if (!inOrder.includes(m.function)) return []
  if (m.function === 'mode' || m.distinct || !m.order?.length) return [orderBy(of)]
  const terms = m.order.flatMap((term, i) => {
    const found = context.column(input, term.column, `${setting}.order.${i}.column`)
    return found ? [orderBy(column(found.name), term.direction, term.nulls)] : []
  })
  return [...terms, orderBy(of)]
}

/** A measure as an aggregate, of the rows that meet its own condition and a further one; null after reporting what is wrong. */
export const measured = (
  m: Measure,
  i: number,
  input: Input,
  context: CompileContext,
  only: readonly Expression[] = [],
): Call | null => {
  const setting = `measures.${i}`
  const condition = m.where === undefined ? null : context.expression(`${setting}.where`)
  if (m.where !== undefined && !condition) return null
  const conditions = [...(condition ? [condition] : []), ...only]
  const filter = conditions.length > 0 ? { where: all(conditions) } : {}
  if (m.function === 'count' && m.column === undefined && m.expression === undefined)
    return m.distinct
      ? fault(context, `${setting}.column`, `The measure \`${m.name}\` counts distinct values: of which column?`)
      : aggregateCall('count', [], filter)
  const of = argument(m, setting, input, context)
  if (!of) return null
  const needsOrder = m.function === 'first' || m.function === 'last'
  if (needsOrder && !m.order?.length)
    return fault(context, `${setting}.order`, `The measure \`${m.name}\` is a ${m.function}, which needs an order.`)
  if (m.distinct && m.order?.length && inOrder.includes(m.function))
    return fault(
      context,
      `${setting}.order`,
      `The measure \`${m.name}\` is of distinct values, which have no order but their own.`,
    )
  const value = m.function === 'concat' ? cast(of.expression, 'VARCHAR') : of.expression
  const order = orderOf(m, value, setting, input, context)
  const args = [
    value,
    ...(m.function === 'quantile' ? [literal(m.quantile ?? 0.5)] : []),
    ...(m.function === 'concat' ? [literal(m.separator ?? ', ')] : []),
  ]
  return aggregateCall(m.function === 'quantile' ? quantileOf(of.type) : duckdb[m.function], args, {
    ...(m.distinct ? { distinct: true } : {}),
    ...(order.length ? { order } : {}),
    ...filter,
  })
}

/** The typed texts of measures. */
export const measureSlots = (
  measures: readonly { readonly expression?: string | undefined; readonly where?: string | undefined }[],
): readonly ExpressionSlot[] =>
  measures.flatMap(({ expression, where }, i) => [
    ...(expression === undefined ? [] : [scalar(`measures.${i}.expression`, expression)]),
    ...(where === undefined ? [] : [scalar(`measures.${i}.where`, where)]),
  ])

/** A measure in the words of a card. */
export const measureText = (m: Measure): string => `${m.function}${m.distinct ? ' distinct' : ''} ${m.column ?? m.name}`
