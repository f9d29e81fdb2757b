import type { CompileContext } from '#core/node/kind.ts'
import { fault, measured, measureFunctions, measureOf, measureSlots, measureText } from '#core/node/measures.ts'
import { defineNode, field, z } from '#core/node/settings.ts'
import { uncertain } from '#core/node/volatile.ts'
import { aggregate, aggregateCall, column, keep, project } from '#core/relation/build.ts'
import { reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Input, NamedExpression, Relation } from '#core/relation/relation.ts'

const measure = measureOf([...measureFunctions, 'formula'])

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

const compiled = (m: Measure, i: number, input: Input, context: CompileContext): Expression | null =>
  m.function === 'formula'
    ? formulaOf(m, `measures.${i}`, context)
    : measured({ ...m, function: m.function }, i, input, context)

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

const said = (m: Measure) => (m.function === 'formula' ? m.name : measureText({ ...m, function: m.function }))

export default defineNode<Settings>({
  kind: 'transform.aggregate',
  version: 1,
  group: 'transforms',
  title: 'Aggregate',
  summary: 'Groups rows by keys and computes measures of each group.',
  aliases: [
    'GroupBy',
    'Summarize',
    'Group',
    'Group by',
    'Memory Group by',
    'groupby',
    'Table.Group',
    'Totals',
    'Rollup',
  ],
  settings,
  initial: { measures: [{ name: 'rows', function: 'count' }] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ keys, measures }) =>
    [measures.map(said).join(', '), ...(keys.length ? [`by ${keys.join(', ')}`] : [])].filter(Boolean).join(' ') ||
    'nothing yet',
  expressions: ({ measures }) =>
    measureSlots(measures).map(slot => {
      const isFormula = measures.some((m, i) => m.function === 'formula' && slot.setting === `measures.${i}.expression`)
      return isFormula ? { ...slot, allow: { ...slot.allow, aggregates: true } } : slot
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
