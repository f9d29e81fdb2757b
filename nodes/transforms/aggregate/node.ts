import type { CompileContext } from '#core/node/kind.ts'
import { defineNode, field, sortTerm, z } from '#core/node/settings.ts'
import { aggregate, aggregateCall, cast, column, literal, orderBy } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Input } from '#core/relation/relation.ts'

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
] as const

type Function = (typeof functions)[number]

const measure = z.strictObject({
  name: z.string().min(1, 'name the measure'),
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
    help: 'What is computed of each group: a function over a column or an expression, of the rows that meet its condition.',
    widget: 'measureList',
  }),
})

type Settings = z.infer<typeof settings>
type Measure = Settings['measures'][number]

/** DuckDB's names; `mean` of numbers is avg, and spread is that of a sample. */
const duckdb: Record<Function, string> = {
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

const ordered: readonly Function[] = ['first', 'last', 'list', 'concat']

const argument = (m: Measure, setting: string, input: Input, context: CompileContext): Expression | null => {
  if (m.expression !== undefined) return context.expression(`${setting}.expression`)
  if (m.column !== undefined) {
    const found = context.column(input, m.column, `${setting}.column`)
    return found && column(found.name)
  }
  context.report({
    code: 'E-SETTING',
    severity: 'error',
    setting: `${setting}.column`,
    message: `The measure \`${m.name}\` needs a column or an expression.`,
  })
  return null
}

const isNumber = (type: string) => /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL|DOUBLE|FLOAT)/.test(type)

const compiled = (m: Measure, i: number, input: Input, context: CompileContext): Expression | null => {
  const setting = `measures.${i}`
  const condition = m.where === undefined ? null : context.expression(`${setting}.where`)
  if (m.where !== undefined && !condition) return null
  const plainCount = m.function === 'count' && m.column === undefined && m.expression === undefined
  const of = plainCount ? null : argument(m, setting, input, context)
  if (!plainCount && !of) return null
  const wanted = m.order ?? []
  if ((m.function === 'first' || m.function === 'last') && wanted.length === 0) {
    context.report({
      code: 'E-SETTING',
      severity: 'error',
      setting: `${setting}.order`,
      message: `The measure \`${m.name}\` is a ${m.function}, which needs an order.`,
    })
    return null
  }
  const order = wanted.flatMap((term, j) => {
    const found = context.column(input, term.column, `${setting}.order.${j}.column`)
    return found ? [orderBy(column(found.name), term.direction, term.nulls)] : []
  })
  // without an order of its own, what depends on one is put in the order of its values: the same in every run
  const certain = order.length || !of || !ordered.includes(m.function) ? order : [orderBy(of)]
  const ties = m.function === 'mode' && of ? [orderBy(of)] : certain
  const text = m.function === 'concat' && of ? cast(of, 'VARCHAR') : of
  const sums = m.column !== undefined && m.function === 'quantile' && !isNumber(typeOf(input, m.column))
  const name = sums ? 'quantile_disc' : duckdb[m.function]
  const args = [
    ...(text ? [text] : []),
    ...(m.function === 'quantile' ? [literal(m.quantile ?? 0.5)] : []),
    ...(m.function === 'concat' ? [literal(m.separator ?? ', ')] : []),
  ]
  return aggregateCall(name, args, {
    ...(m.distinct ? { distinct: true } : {}),
    ...(ties.length && !(m.distinct && m.function === 'concat' && order.length) ? { order: ties } : {}),
    ...(condition ? { where: condition } : {}),
  })
}

const typeOf = (input: Input, name: string) =>
  input.columns.find(c => c.name.toLowerCase() === name.toLowerCase())?.type ?? ''

const said = (m: Measure) => {
  const of = m.column ?? m.expression
  return `${m.function}${m.distinct ? ' distinct' : ''}${of ? ` ${of}` : ''}`
}

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
      const allow = { aggregates: false, windows: false, sides: false }
      return [
        ...(m.expression === undefined ? [] : [{ setting: `measures.${i}.expression`, text: m.expression, allow }]),
        ...(m.where === undefined ? [] : [{ setting: `measures.${i}.where`, text: m.where, allow }]),
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
    return { ports: { out: aggregate(input, groups, values, totals) } }
  },
})
