import { applyChanges, type Change } from '#core/node/changes.ts'
import { reportType } from '#core/node/columns.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { inOrder, orderTerms } from '#core/node/order.ts'
import { defineNode, field, sortTerm, z } from '#core/node/settings.ts'
import { call, column, keep, literal, op, project } from '#core/relation/build.ts'
import { columnsOf, reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Column, Input, Relation } from '#core/relation/relation.ts'
import { fits } from '#core/source/fits.ts'
import { found, gaps, isNear, methods, present, suits } from './found.ts'

const settings = z.strictObject({
  columns: field(z.array(z.string()).min(1, 'choose a column'), {
    label: 'Columns',
    help: 'Columns whose missing values are filled; each keeps its name, its place and its type.',
    widget: 'columns',
  }),
  method: field(z.enum(methods).default('constant'), {
    label: 'Fill with',
    help: 'A value of your own, the nearest value before or behind, or one that all values of the column give.',
    widget: 'choice',
    labels: {
      constant: 'a value',
      previous: 'previous value',
      next: 'next value',
      mode: 'most frequent value',
      min: 'least value',
      max: 'greatest value',
    },
  }),
  value: field(z.union([z.string(), z.number(), z.boolean()]).default(''), {
    label: 'Value',
    help: 'As a value of each column’s type.',
    widget: 'text',
    placeholder: 'the empty text',
    when: { setting: 'method', is: ['constant'] },
  }),
  missing: field(z.enum(gaps).default('null'), {
    label: 'Missing is',
    help: 'In texts, an empty one may count as missing too, or one of white space alone.',
    widget: 'choice',
    labels: { null: 'null', empty: 'null and empty texts', blank: 'null and blank texts' },
  }),
  keys: field(z.array(z.string()).default([]), {
    label: 'Within each',
    help: 'Values are looked for among rows with the same values here; nulls are a group.',
    widget: 'columns',
    when: { setting: 'method', is: methods.filter(method => method !== 'constant') },
  }),
  order: field(z.array(sortTerm).default([]), {
    label: 'In the order of',
    help: 'What is previous and next; ties are broken by all columns. Without it, the rows as they come.',
    widget: 'sortList',
    when: { setting: 'method', is: ['previous', 'next'] },
  }),
  flag: field(z.boolean().default(false), {
    label: 'Flag what is filled',
    help: 'Each filled value gets a flag of severity info.',
    widget: 'toggle',
  }),
})

type Settings = z.infer<typeof settings>

const filling = (index: number): string => `${reservedPrefix}filling_${index}`

const columnsIn = ({ columns, method }: Settings, input: Input, context: CompileContext): readonly Column[] => {
  const chosen = columns.flatMap((name, i) => {
    const of = context.column(input, name, `columns.${i}`)
    if (of && !suits(method, of.type)) reportType(of, `columns.${i}`, 'a number, a date or a time', context)
    return of ?? []
  })
  return chosen.filter((of, i) => chosen.indexOf(of) === i)
}

/** The value that a person gave, in a column's type. */
const constant = ({ value }: Settings, of: Column, context: CompileContext): Expression => {
  const text = String(value)
  if (fits(text, of.type) === false)
    context.report({
      code: 'E-SETTING',
      severity: 'error',
      setting: 'value',
      message: `\`${of.name}\` is ${of.type}, and \`${text}\` is no such value.`,
    })
  return literal(text, of.type)
}

const change = (of: Column, i: number, given: Settings): Change => {
  const before = present(of, given.missing)
  return {
    name: of.name,
    value: call('coalesce', before, column(filling(i))),
    raw: literal(null, 'VARCHAR'),
    faults: given.flag
      ? [
          {
            when: after => op('and', op('is_null', before), op('is_not_null', after)),
            note: true,
            reason: {
              rule: of.name,
              kind: 'filled',
              columns: [of.name],
              severity: 'info',
              message: '{column} was missing and has been filled',
              dimension: 'completeness',
            },
          },
        ]
      : [],
  }
}

const words: Readonly<Record<Settings['method'], (given: Settings) => string>> = {
  constant: ({ value }) => (value === '' ? 'the empty text' : String(value)),
  previous: () => 'the previous value',
  next: () => 'the next value',
  mean: () => 'the mean',
  median: () => 'the median',
  mode: () => 'the most frequent value',
  min: () => 'the least value',
  max: () => 'the greatest value',
}

export default defineNode<Settings>({
  kind: 'transform.fill',
  version: 1,
  group: 'transforms',
  title: 'Fill missing values',
  summary: 'Fills nulls with a value, a neighbour, or what a column’s values give.',
  aliases: [
    'Missing Value',
    'Missing Values',
    'Imputation',
    'If Null',
    'If field value is null',
    'Replace Nulls',
    'fillna',
    'COALESCE',
    'NVL',
    'Null to zero',
    {
      name: 'Fill down',
      settings: { columns: [], method: 'previous' },
      summary: 'Fills nulls with the value above them.',
      also: ['Forward fill', 'ffill', 'Table.FillDown', 'LOCF', 'Last observation carried forward'],
    },
    {
      name: 'Fill up',
      settings: { columns: [], method: 'next' },
      summary: 'Fills nulls with the value below them.',
      also: ['Backward fill', 'bfill', 'Table.FillUp'],
    },
    { name: 'Fill with the mean', settings: { columns: [], method: 'mean' }, also: ['Impute Values', 'SimpleImputer'] },
    { name: 'Fill with the median', settings: { columns: [], method: 'median' } },
    { name: 'Fill with zero', settings: { columns: [], value: '0' }, also: ['zn', 'ZN()'] },
  ],
  settings,
  initial: { columns: [] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: given =>
    `${given.columns.join(', ') || 'no columns yet'}: ${words[given.method](given)}${given.method !== 'constant' && given.keys.length > 0 ? ` within each ${given.keys.join(', ')}` : ''}`,
  compile: (given, context) => {
    const input = context.input('in')
    const { method } = given
    const columns = columnsIn(given, input, context)
    const partition = given.keys.flatMap((key, i) => {
      const of = context.column(input, key, `keys.${i}`)
      return of ? [column(of.name)] : []
    })
    const order = orderTerms(given.order, 'order', input, context)
    const withFillings = (rows: Relation, value: (of: Column) => Expression) =>
      project(rows, [
        ...keep(columnsOf(rows)),
        ...columns.map((of, i) => ({ name: filling(i), expression: value(of) })),
      ])
    const relation =
      method === 'constant'
        ? withFillings(input, of => constant(given, of, context))
        : inOrder(input, rows => {
            const among = { rows, partition, order, numbered: isOrdered(input) }
            return withFillings(rows, of => found[method](present(of, given.missing), of.type, among))
          })
    const uncertain = isNear(method) && order.length === 0 && !isOrdered(input)
    return {
      ...applyChanges(
        context.node,
        relation,
        columns.map((of, i) => change(of, i, given)),
        keep(columnsOf(input)),
        'flag',
      ),
      ...(uncertain
        ? {
            notDeterministic:
              'The rows come in no certain order, so that the previous and next value may differ from run to run.',
          }
        : {}),
    }
  },
})
