import { field, z } from '../../node/settings.ts'
import {
  aggregate,
  all,
  call,
  cast,
  column,
  keep,
  literal,
  op,
  orderBy,
  over,
  project,
  where,
} from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { named } from '../cells.ts'
import { commonType, inCommon, operandOf } from '../reckon.ts'
import { defineRule, type RuleContext, type RulePart } from '../rule.ts'
import { amongRows, columnsAs, columnsNamed, evaluated, group, namesOf } from '../sets.ts'
import { ruleSettings } from '../settings.ts'
import { familyOf, ofColumn } from '../values.ts'

const seconds = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const
const months = { month: 1, quarter: 3, year: 12 } as const
const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const

const settings = ruleSettings('no_gaps', {
  step: field(z.number().positive().default(1), {
    label: 'Step',
    help: 'How far a value may lie from the one before.',
    widget: 'number',
  }),
  unit: field(z.enum(units).default('day'), {
    label: 'Unit',
    help: 'What the step of days and times is counted in.',
    widget: 'choice',
  }),
  group,
})

type NoGaps = z.output<typeof settings>

// a step of a fraction, or of days counted in seconds, is not exact
const slack = 1 + 1e-9

const isGap = (rule: NoGaps, from: Expression, to: Expression, isTime: boolean): Expression => {
  if (!isTime) return op('>', cast(op('-', to, from), 'DOUBLE'), literal(rule.step * slack))
  if (rule.unit in months) {
    const most = rule.step * months[rule.unit as keyof typeof months]
    return op('>', call('date_diff', literal('month'), from, to), literal(most))
  }
  const most = rule.step * seconds[rule.unit as keyof typeof seconds]
  return op('>', op('-', call('epoch', to), call('epoch', from)), literal(most * slack))
}

interface Measured {
  readonly value: Expression
  readonly failed: Expression | null
  readonly isTime: boolean
}

const measured = (name: string, of: Column, setting: string, context: RuleContext): Measured | null => {
  if (familyOf(of.type) === 'date') return { value: column(of.name), failed: null, isTime: true }
  const operand = operandOf(ofColumn(of))
  if (operand !== null)
    return { value: inCommon(operand, commonType([operand], 1)), failed: operand.failed, isTime: false }
  context.report({
    code: 'E-SETTING',
    severity: 'error',
    setting,
    message: `The rule needs numbers, days or times, and \`${name}\` is ${of.type}.`,
  })
  return null
}

const value = '__weir_value'
const last = '__weir_last'

const judge = (
  rule: NoGaps,
  of: Column,
  { value: measure, failed, isTime }: Measured,
  groups: readonly Column[],
  context: RuleContext,
): RulePart => {
  const names = namesOf([...groups, of])
  const distinct = aggregate(where(context.rows, evaluated(context, [of])), keep(names), [])
  const there = where(
    project(distinct, [...keep(names), { name: value, expression: measure }]),
    op('is_not_null', column(value)),
  )
  const before = over(call('lag', column(value)), {
    partition: columnsAs(namesOf(groups)),
    order: [orderBy(column(value))],
  })
  const beside = project(there, [...keep([...names, value]), { name: last, expression: before }])
  const missing = op('is_null', column(of.name))
  const afterGap = context.across(amongRows(names, where(beside, isGap(rule, column(last), column(value), isTime))))
  return { columns: [of.name], violation: all([op('not', missing), afterGap]), missing, failure: failed }
}

export const noGaps = defineRule({
  kind: 'no_gaps',
  title: 'No gaps',
  summary: 'Each number, day or time lies at most a step after the one before.',
  dimension: 'consistency',
  flags: 'cell',
  settings,
  suits: ['number', 'date'],
  aliases: ['sequential_values', 'missing numbers', 'consecutive', 'continuous dates', 'sequence'],
  help: `Flags the value after each gap: the values are put in order, and one that lies more than *Step* after the one before is flagged. The step of days and
times is counted in *Unit*, that of a month and more by the calendar. The order of the rows does not matter, nor do equal values. With a
*Group* each group is judged by itself. Nulls are left out.

\`"columns": ["invoice"], "step": 1, "group": ["year"]\`

| year | invoice | |
| --- | --- | --- |
| 2024 | 1 | |
| 2024 | 2 | |
| 2024 | 4 | flagged |`,
  describe: rule => `${named(rule)} without gaps${rule.group.length === 0 ? '' : ` per ${rule.group.join(', ')}`}`,
  message: () => '{column} comes after a gap: {value}',
  compile: (rule, context) => {
    const groups = columnsNamed(rule.group, 'group', context)
    return rule.columns.flatMap((name, i) => {
      const of = context.column(name, `columns.${i}`)
      const measure = of && measured(name, of, `columns.${i}`, context)
      if (groups === null || of === null || measure === null) return []
      return [judge(rule, of, measure, groups, context)]
    })
  },
})
