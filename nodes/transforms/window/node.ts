import { reportTwice, reportType, withColumns } from '#core/node/columns.ts'
import type { CompileContext } from '#core/node/kind.ts'
import { everything, inOrder, orderTerms, place } from '#core/node/order.ts'
import { columnName, defineNode, field, sortTerm, z } from '#core/node/settings.ts'
import { column, keep, literal, orderBy, project } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Expression, OrderTerm } from '#core/relation/expression.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Column, Input, NamedExpression } from '#core/relation/relation.ts'
import { familyOf } from '#core/rules/values.ts'
import { fits } from '#core/source/fits.ts'
import { type FunctionName, functionOf, functions } from './functions.ts'

const names = Object.keys(functions) as [FunctionName, ...FunctionName[]]

const measure = z.strictObject({
  name: field(columnName, { label: 'Name', widget: 'text', placeholder: 'new column' }),
  function: field(z.enum(names).default('row_number'), {
    label: 'Gives',
    widget: 'choice',
    labels: Object.fromEntries(names.map(name => [name, functions[name].label])),
  }),
  column: field(z.string().optional(), { label: 'Of', help: 'Ranks and row numbers need none.', widget: 'column' }),
  offset: field(z.number().int('it is a whole number').min(1, 'it is 1 or more').default(1), {
    label: 'Rows away',
    help: 'For values of other rows and differences; which one for the nth value; for groups of the same size, how many.',
    widget: 'number',
    advanced: true,
  }),
  default: field(z.string().nullable().default(null), {
    label: 'Where there is none',
    help: 'What stands where there is no row so far before or after; null unless given.',
    widget: 'text',
    placeholder: 'null',
    advanced: true,
  }),
  frame: field(z.enum(['running', 'group', 'rest']).default('running'), {
    label: 'Over',
    help: 'Sums, means and the like, and the first, last or nth value: of the rows up to this one, of the whole group, or from this one on.',
    widget: 'choice',
    labels: { running: 'rows up to this one', group: 'the whole group', rest: 'rows from this one on' },
    advanced: true,
  }),
})

const settings = z.strictObject({
  keys: field(z.array(z.string()).default([]), {
    label: 'Of each group',
    help: 'Rows with the same values here are looked at together; nulls are a group. Without keys, all rows.',
    widget: 'columns',
  }),
  order: field(z.array(sortTerm).default([]), {
    label: 'In the order of',
    help: 'Without it, the rows as they come. Ties share a rank; else they are broken by how the rows come, or by all columns.',
    widget: 'sortList',
  }),
  measures: field(z.array(measure).min(1, 'add a column'), {
    label: 'New columns',
    widget: 'items',
    item: 'column',
  }),
})

type Settings = z.infer<typeof settings>
type Measure = Settings['measures'][number]

const fault = (context: CompileContext, setting: string, message: string): null => {
  context.report({ code: 'E-SETTING', severity: 'error', setting, message })
  return null
}

/** The column of a measure; undefined after saying what is wrong with it. */
const columnOf = (m: Measure, setting: string, input: Input, context: CompileContext): Column | null | undefined => {
  const needs = functionOf(m.function).column
  if (needs === 'none') return null
  if (m.column === undefined)
    return needs === 'optional'
      ? null
      : (fault(
          context,
          `${setting}.column`,
          `The column \`${m.name}\` is the ${functionOf(m.function).label}: of which column?`,
        ) ?? undefined)
  const found = context.column(input, m.column, `${setting}.column`)
  if (!found) return undefined
  const family = familyOf(found.type)
  const isSound =
    needs === 'number' ? family === 'number' : needs !== 'measurable' || ['number', 'date'].includes(family)
  if (isSound) return found
  reportType(found, `${setting}.column`, needs === 'number' ? 'a number' : 'a number or a date', context)
  return undefined
}

const fallbackOf = (m: Measure, of: Column | null, setting: string, context: CompileContext): Expression => {
  if (m.default === null || of === null) return literal(null)
  if (fits(m.default, of.type) === false)
    context.report({
      code: 'E-CELL-TYPE',
      severity: 'error',
      setting: `${setting}.default`,
      message: `\`${of.name}\` is ${of.type}, and \`${m.default}\` is not of that type.`,
    })
  return literal(m.default, of.type)
}

interface Window {
  readonly partition: readonly Expression[]
  readonly order: readonly OrderTerm[]
  readonly total: readonly OrderTerm[]
}

const measured = (
  m: Measure,
  i: number,
  input: Input,
  window: Window,
  context: CompileContext,
): readonly NamedExpression[] => {
  const setting = `measures.${i}`
  const { order, value, label } = functionOf(m.function)
  const of = columnOf(m, setting, input, context)
  if (order === 'given' && window.order.length === 0)
    fault(context, 'order', `The column \`${m.name}\` is a ${label}, which needs an order.`)
  if (of === undefined) return []
  const asked = {
    of: of && column(of.name),
    offset: m.offset,
    fallback: fallbackOf(m, of, setting, context),
    frame: m.frame,
    ...window,
  }
  return [{ name: m.name, expression: value(asked) }]
}

const depends = ({ function: name, frame }: Measure): boolean => {
  const { order } = functionOf(name)
  return order === 'rows' || (order === 'framed' && frame !== 'group')
}

export default defineNode<Settings>({
  kind: 'transform.window',
  version: 1,
  group: 'transforms',
  title: 'Window',
  summary: 'Adds ranks, values of rows before and after, running sums and shares.',
  aliases: [
    'Analytic query',
    'Window function',
    'Multi-Row Formula',
    'Multi-Field',
    'OVER',
    'PARTITION BY',
    'Table calculation',
    'Table.AddRankColumn',
    'Fixed LOD',
    'Difference from',
    {
      name: 'Rank',
      settings: { measures: [{ name: 'rank', function: 'rank' }] },
      also: ['DENSE_RANK', 'DataFrame.rank', 'RANK.EQ', 'Rank node'],
    },
    {
      name: 'Running total',
      settings: { measures: [{ name: 'total', function: 'sum' }] },
      also: ['cumsum', 'RUNNING_SUM', 'Moving Aggregation', 'Cumulative sum', 'Running Total'],
      summary: 'Adds the sum of a column up to each row.',
    },
    {
      name: 'Lag and lead',
      settings: { measures: [{ name: 'previous', function: 'lag' }] },
      also: ['Lag Column', 'shift', 'Previous row', 'Next row', 'LOOKUP'],
      summary: 'Adds the value of a row before or after.',
    },
    {
      name: 'Difference to the row before',
      settings: { measures: [{ name: 'difference', function: 'difference' }] },
      also: ['diff', 'pct_change', 'Percent difference'],
    },
    {
      name: 'Share of total',
      settings: { measures: [{ name: 'share', function: 'share' }] },
      also: ['Percent of total', 'RATIO_TO_REPORT', 'Percent of column'],
      summary: 'Adds the share that each row has of the sum of its group.',
    },
    {
      name: 'Tiles',
      settings: { measures: [{ name: 'tile', function: 'ntile', offset: 4 }] },
      also: ['NTILE', 'qcut', 'Tile', 'Quartile'],
    },
  ],
  settings,
  initial: { measures: [{ name: 'row', function: 'row_number', offset: 1, default: null, frame: 'running' }] },
  inputs: () => [{ name: 'in' }],
  outputs: () => [{ name: 'out' }],
  describe: ({ keys, order, measures }) =>
    [
      measures.map(m => `${m.function}${m.column ? ` ${m.column}` : ''}`).join(', ') || 'nothing yet',
      ...(order.length > 0 ? [`by ${order.map(term => term.column).join(', ')}`] : []),
      ...(keys.length > 0 ? [`of each ${keys.join(', ')}`] : []),
    ].join(' '),
  compile: ({ keys, order, measures }, context) => {
    const input = context.input('in')
    const partition = keys.flatMap((key, i) => {
      const found = context.column(input, key, `keys.${i}`)
      return found ? [column(found.name)] : []
    })
    const terms = orderTerms(order, 'order', input, context)
    const ordered = isOrdered(input)
    const ties = ordered ? [orderBy(column(place))] : terms.length > 0 ? everything(input) : []
    const window = { partition, order: terms, total: [...terms, ...ties] }
    reportTwice(
      measures.map(({ name }, i) => ({ name, setting: `measures.${i}.name` })),
      context,
    )
    const added = measures.flatMap((m, i) => measured(m, i, input, window, context))
    const columns = withColumns(columnsOf(input), added)
    const rows = inOrder(input, each => project(each, ordered ? [...columns, ...keep([place])] : columns))
    return {
      ports: { out: ordered ? project(rows, keep(columns.map(({ name }) => name))) : rows },
      ...(window.total.length === 0 && measures.some(depends)
        ? {
            notDeterministic:
              'The rows come in no certain order, and none is given: what stands before a row may differ from run to run.',
          }
        : {}),
    }
  },
})
