import type { CompileContext } from '#core/node/kind.ts'
import { columnName, defineNode, field, scalar, sortTerm, z } from '#core/node/settings.ts'
import { uncertain } from '#core/node/volatile.ts'
import { aggregate, aggregateCall, cast, column, keep, literal, orderBy, project } from '#core/relation/build.ts'
import { reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Input, NamedExpression, Relation } from '#core/relation/relation.ts'
import { familyOf } from '#core/rules/values.ts'

const functions = [
  'count',
  'sum',
  'mean',
  'min',
  'max',
  'median',
  'stdev',
  'variance',
  'quantile',
  'first',
  'last',
  'mode',
  'list',
  'concat',
  'formula',
] as const

type Function = (typeof functions)[number]

const measure = z.strictObject({
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

const settings = z.strictObject({
  keys: field(z.array(z.string()).default([]), {
    label: 'Group by',
    help: 'One row comes out for each combination of values; nulls are a group. Without keys there is one row for all.',
    widget: 'columns',
  }),
  totals: field(z.enum(['none', 'rollup', 'cube']).default('none'), {
    label: 'Totals',
    help: 'rollup adds totals from right to left, cube those of every combination; the keys are null in a total.',
    widget: 'choice',
  }),
  measures: field(z.array(measure).default([]), {
    label: 'Measures',
    help: 'What is computed of each group: a function over a column or an expression, of the rows that meet its condition, or a formula of aggregates.',
    widget: 'measureList',
  }),
})

type Settings = z.infer<typeof settings>
type Measure = Settings['measures'][number]

type Named = Exclude<Function, 'formula'>

/** DuckDB's names; `mean` of numbers is avg, and spread is that of a sample. */
const duckdb: Record<Named, string> = {
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
}

const inOrder: readonly Function[] = ['first', 'last', 'list', 'concat', 'mode']

const fault = (context: CompileContext, setting: string, message: string): null => {
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

/** Aggregates whose result hangs on the order of the rows, which a formula's aggregate has only where it says so itself. */
const ofAnOrder =
  /\b(any_value|arbitrary|first|last|list|array_agg|string_agg|group_concat|listagg|arg_?(max|min)(_null|_nulls_last)?|(max|min)_by|mode|approx_\w+|reservoir_quantile|json_group_\w+)\s*\((?![^)]*\border\s+by\b)/i

const arbitrary = (measures: readonly Measure[]) =>
  measures.some(m => m.function === 'formula' && ofAnOrder.test(m.expression ?? ''))
    ? { notDeterministic: 'A formula’s result depends on the order of the rows: give its aggregate an ORDER BY.' }
    : {}

/** A formula holds its aggregates itself, and their conditions. */
const formulaOf = (m: Measure, setting: string, context: CompileContext): Expression | null => {
  if (m.expression === undefined)
    return fault(context, `${setting}.expression`, `The measure \`${m.name}\` needs a formula, such as corr(x, y).`)
  const [other] = (['column', 'distinct', 'where', 'order'] as const).filter(key => m[key] !== undefined)
  if (other)
    return fault(
      context,
      `${setting}.${other}`,
      `The measure \`${m.name}\` is a formula: write what \`${other}\` says into it.`,
    )
  return context.expression(`${setting}.expression`)
}

const compiled = (m: Measure, i: number, input: Input, context: CompileContext): Expression | null => {
  const setting = `measures.${i}`
  if (m.function === 'formula') return formulaOf(m, setting, context)
  const condition = m.where === undefined ? null : context.expression(`${setting}.where`)
  if (m.where !== undefined && !condition) return null
  const filter = condition ? { where: condition } : {}
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

const groupRows = `${reservedPrefix}rows`

/** Formulas alone may hold no aggregate, and without keys a count makes sure that one row comes out. */
const grouped = (
  input: Input,
  keys: readonly NamedExpression[],
  values: readonly NamedExpression[],
  totals: Settings['totals'],
  measures: readonly Measure[],
): Relation => {
  if (keys.length > 0 || measures.some(m => m.function !== 'formula')) return aggregate(input, keys, values, totals)
  const counted = [...values, { name: groupRows, expression: aggregateCall('count', []) }]
  return project(aggregate(input, keys, counted, totals), keep(values.map(value => value.name)))
}

const said = (m: Measure) =>
  m.function === 'formula' ? m.name : `${m.function}${m.distinct ? ' distinct' : ''} ${m.column ?? m.name}`

export default defineNode<Settings>({
  kind: 'transform.aggregate',
  version: 1,
  group: 'transforms',
  title: 'Aggregate',
  summary: 'Groups rows by keys and computes measures of each group.',
  aliases: ['GroupBy', 'Summarize', 'Group by', 'Memory Group by', 'groupby', 'Table.Group', 'Totals', 'Rollup'],
  settings,
  initial: { measures: [{ name: 'rows', function: 'count' }] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ keys, measures }) =>
    [measures.map(said).join(', '), ...(keys.length ? [`by ${keys.join(', ')}`] : [])].filter(Boolean).join(' ') ||
    'nothing yet',
  expressions: ({ measures }) =>
    measures.flatMap((m, i) => {
      const allow = { aggregates: m.function === 'formula', windows: false, sides: false }
      return [
        ...(m.expression === undefined ? [] : [{ setting: `measures.${i}.expression`, text: m.expression, allow }]),
        ...(m.where === undefined ? [] : [scalar(`measures.${i}.where`, m.where)]),
      ]
    }),
  compile: ({ keys, totals, measures }, context) => {
    const input = context.input('in')
    const names = new Set<string>()
    const twice = (name: string, setting: string) => {
      if (names.has(name.toLowerCase()))
        context.report({
          code: 'E-COLUMN-TWICE',
          severity: 'error',
          setting,
          message: `Two columns would be named \`${name}\`.`,
        })
      names.add(name.toLowerCase())
    }
    const groups = keys.flatMap((key, i) => {
      const found = context.column(input, key, `keys.${i}`)
      if (found) twice(found.name, `keys.${i}`)
      return found ? [{ name: found.name, expression: column(found.name) }] : []
    })
    const values = measures.flatMap((m, i) => {
      const expression = compiled(m, i, input, context)
      twice(m.name, `measures.${i}.name`)
      return expression ? [{ name: m.name, expression }] : []
    })
    if (keys.length + measures.length === 0)
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'measures',
        message: 'There is neither a key nor a measure.',
      })
    const texts = measures.flatMap((_, i) =>
      ['expression', 'where'].map(part => context.expression(`measures.${i}.${part}`)),
    )
    return {
      ports: { out: grouped(input, groups, values, totals, measures) },
      ...arbitrary(measures),
      ...uncertain(texts),
    }
  },
})
