import { reportTwice } from '#core/node/columns.ts'
import type { CompileContext, CompiledCheck } from '#core/node/kind.ts'
import { fault, measured, measureFunctions, measureOf, measureSlots, measureText } from '#core/node/measures.ts'
import { columnName, defineNode, field, z } from '#core/node/settings.ts'
import { uncertain } from '#core/node/volatile.ts'
import { aggregate, any, keep, literal, op, where } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Relation } from '#core/relation/relation.ts'
import { compare, ofColumn } from '#core/rules/values.ts'

const settings = z.strictObject({
  keys: field(z.array(z.string()).default([]), {
    label: 'Group by',
    help: 'One row comes out for each combination of values; nulls are a group. Without keys there is one row for all.',
    widget: 'columns',
  }),
  column: field(z.string().min(1, 'choose a column'), {
    label: 'Columns from',
    help: 'The column whose values become columns.',
    widget: 'column',
  }),
  values: field(z.array(columnName).min(1, 'add a value'), {
    label: 'Values',
    help: 'Each becomes a column, whether the rows have it or not, so that the columns stay the same from run to run.',
    widget: 'textList',
    placeholder: 'value',
  }),
  measures: field(z.array(measureOf(measureFunctions)).min(1, 'add a measure'), {
    label: 'Measures',
    help: 'What stands in the new columns: a function over a column or an expression. With several, each value has a column for each.',
    widget: 'measureList',
  }),
  others: field(z.enum(['ignore', 'column', 'fail']).default('ignore'), {
    label: 'Other values',
    help: 'What becomes of rows with a value that is not listed, or null: ignore leaves them out of the measures and warns of how many there are, column measures them in a column of their own, fail ends the run.',
    widget: 'choice',
  }),
  otherName: field(columnName.default('other'), {
    label: 'Name for others',
    help: 'What the column of other values is called.',
    widget: 'text',
    when: { setting: 'others', is: ['column'] },
  }),
})

type Settings = z.infer<typeof settings>

interface Part {
  readonly name: string
  readonly setting: string
  readonly only: Expression
}

/** The values in their order, and the others, each with the condition of its rows. */
const partsOf = (given: Settings, of: Column): { readonly parts: readonly Part[]; readonly unlisted: Expression } => {
  const parts = given.values.map((value, i) => ({
    name: value,
    setting: `values.${i}`,
    only: compare('=', ofColumn(of), { expression: literal(value), type: 'VARCHAR' }),
  }))
  const unlisted = op('is_not_true', any(parts.map(({ only }) => only)))
  const others = { name: given.otherName, setting: 'otherName', only: unlisted }
  return { parts: given.others === 'column' ? [...parts, others] : parts, unlisted }
}

const checkOf = ({ others, column: from }: Settings, unlisted: Relation): CompiledCheck => ({
  relation: unlisted,
  code: others === 'fail' ? 'E-PIVOT-VALUES' : 'W-PIVOT-VALUES',
  severity: others === 'fail' ? 'error' : 'warning',
  message: `{count} rows have a value in \`${from}\` that is not listed.`,
})

const keysOf = ({ keys }: Settings, context: CompileContext): readonly string[] =>
  keys.flatMap((key, i) => context.column(context.input('in'), key, `keys.${i}`)?.name ?? [])

export default defineNode<Settings>({
  kind: 'transform.pivot',
  version: 1,
  group: 'transforms',
  title: 'Pivot',
  summary: 'Turns the values of a column into columns, and measures the rows of each.',
  aliases: [
    'Pivoting',
    'Cross Tab',
    'Crosstab',
    'Row Denormaliser',
    'Rows to columns',
    'Long to wide',
    'pivot_table',
    'pivot_wider',
    'unstack',
    'Table.Pivot',
    'Pivot column',
    'Contingency table',
  ],
  settings,
  initial: { column: '', values: [], measures: [{ name: 'rows', function: 'count' }] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ keys, column: from, measures }) =>
    `${measures.map(measureText).join(', ') || 'nothing yet'} by ${[...keys, from || 'no column yet'].join(', ')}`,
  expressions: ({ measures }) => measureSlots(measures),
  compile: (given, context) => {
    const input = context.input('in')
    const of = context.column(input, given.column, 'column')
    const keys = keysOf(given, context)
    if (!of) return { ports: {} }
    if (keys.includes(of.name)) fault(context, 'keys', `\`${of.name}\` cannot be a key and become columns, too.`)
    const { parts, unlisted } = partsOf(given, of)
    const several = given.measures.length > 1
    const made = parts.flatMap(({ name, setting, only }) =>
      given.measures.map((measure, i) => ({
        name: several ? `${name}_${measure.name}` : name,
        setting,
        expression: () => measured(measure, i, input, context, [only]),
      })),
    )
    reportTwice([...keys.map((name, i) => ({ name, setting: `keys.${i}` })), ...made], context)
    // what is wrong with a measure is told once, not for each value
    const sound = given.measures.every((measure, i) => measured(measure, i, input, context) !== null)
    if (!sound) return { ports: {} }
    const measures = made.flatMap(({ name, expression }) => {
      const value = expression()
      return value ? [{ name, expression: value }] : []
    })
    const texts = given.measures.flatMap((_, i) =>
      ['expression', 'where'].map(part => context.expression(`measures.${i}.${part}`)),
    )
    return {
      ports: { out: aggregate(input, keep(keys), measures) },
      ...(given.others === 'column' ? {} : { checks: [checkOf(given, where(input, unlisted))] }),
      ...uncertain(texts),
    }
  },
})
