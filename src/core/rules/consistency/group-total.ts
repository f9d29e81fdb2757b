import { field, z } from '../../node/settings.ts'
import {
  aggregate,
  aggregateCall,
  all,
  call,
  column,
  keep,
  literal,
  op,
  over,
  project,
  where,
} from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { named } from '../cells.ts'
import { commonType, differs, inCommon, type Operand, operandColumn, sizeOf } from '../reckon.ts'
import { defineRule, type RuleContext, type RulePart } from '../rule.ts'
import { amongRows, columnsAs, columnsNamed, evaluated } from '../sets.ts'
import { ruleSettings } from '../settings.ts'
import { totalNamed, totalOf, totalSettings } from './total.ts'

const settings = ruleSettings('group_total', {
  group: field(z.array(z.string()).min(1), {
    label: 'Group',
    help: 'Rows with the same values in these columns are added up together.',
    widget: 'columns',
  }),
  ...totalSettings,
})

type GroupTotal = z.output<typeof settings>

const part = '__weir_part'
const whole = '__weir_sum'
const size = '__weir_size'

const judge = (
  rule: GroupTotal,
  summand: Operand,
  total: { readonly operand: Operand; readonly column: string | null },
  groups: readonly string[],
  context: RuleContext,
): RulePart => {
  const type = commonType([summand, total.operand], 12)
  const keys = [...groups, ...(total.column === null ? [] : [total.column])]
  const value = inCommon(summand, type)
  const sumOf = (each: Expression) => call('coalesce', aggregateCall('sum', [each]), literal(0))
  const sums = aggregate(where(context.rows, evaluated(context, [])), keep(keys), [
    { name: part, expression: sumOf(value) },
    { name: size, expression: sumOf(sizeOf([value])) },
  ])
  const ofGroup = (name: string) => over(call('sum', column(name)), { partition: columnsAs(groups) })
  const beside = project(sums, [
    ...keep(keys),
    { name: whole, expression: ofGroup(part) },
    { name: size, expression: ofGroup(size) },
  ])
  const wanted = inCommon(total.operand, type)
  const off = where(beside, differs(column(whole), wanted, type, rule.tolerance, column(size)))
  const missing = total.column === null ? null : op('is_null', column(total.column))
  return {
    columns: [],
    violation: all([...(missing === null ? [] : [op('not', missing)]), context.across(amongRows(keys, off))]),
    missing,
    failure: summand.failed,
  }
}

export const groupTotal = defineRule({
  kind: 'group_total',
  title: 'Group total',
  summary: 'A column adds up to a total within each group of rows.',
  dimension: 'consistency',
  flags: 'row',
  settings,
  initial: { total: 0 },
  aliases: ['sum per group', 'control total', 'batch total', 'header and lines', 'sub-total'],
  help: `Flags every row of a group in which the column does not add up to the total: a number, or a column of which each row is held against the sum of
its group. Nulls add nothing; rows without a total are not judged. *Tolerance* is how much the sum may be off.

\`"columns": ["amount"], "group": ["order"], "total": { "column": "due" }\`

| order | amount | due | |
| --- | --- | --- | --- |
| 7 | 10 | 15 | |
| 7 | 5 | 15 | |
| 8 | 10 | 12 | flagged |`,
  describe: rule => `${named(rule)} per ${rule.group.join(', ')} adds up to ${totalNamed(rule.total, rule.tolerance)}`,
  message: rule =>
    `${named(rule)} of the same ${rule.group.join(', ')} should add up to ${totalNamed(rule.total, rule.tolerance)}`,
  compile: (rule, context) => {
    const groups = columnsNamed(rule.group, 'group', context)
    const operand = totalOf(rule.total, context)
    const of = typeof rule.total === 'number' ? null : context.column(rule.total.column, 'total.column')
    return rule.columns.flatMap((name, i) => {
      const summand = operandColumn(name, `columns.${i}`, context)
      if (groups === null || operand === null || summand === null) return []
      const names = groups.map(each => each.name)
      return [judge(rule, summand, { operand, column: of?.name ?? null }, names, context)]
    })
  },
})
