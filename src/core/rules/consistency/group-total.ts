import { field, z } from '../../node/settings.ts'
import {
  aggregate,
  aggregateCall,
  all,
  any,
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
import type { Column } from '../../relation/relation.ts'
import { named } from '../cells.ts'
import { commonType, differs, inCommon, type Operand, operandColumn, sizeOf } from '../reckon.ts'
import { defineRule, type RuleContext, type RulePart } from '../rule.ts'
import { amongRows, columnsAs, columnsNamed, evaluated, namesOf } from '../sets.ts'
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
  total: { readonly operand: Operand; readonly column: Column | null },
  groups: readonly Column[],
  context: RuleContext,
): RulePart => {
  const type = commonType([summand, total.operand], 12)
  const keys = namesOf([...groups, ...(total.column === null ? [] : [total.column])])
  const value = inCommon(summand, type)
  const sumOf = (each: Expression) => call('coalesce', aggregateCall('sum', [each]), literal(0))
  const sums = aggregate(where(context.rows, evaluated(context, [])), keep(keys), [
    { name: part, expression: sumOf(value) },
    { name: size, expression: sumOf(sizeOf([value])) },
  ])
  const ofGroup = (name: string) => over(call('sum', column(name)), { partition: columnsAs(namesOf(groups)) })
  const beside = project(sums, [
    ...keep(keys),
    { name: whole, expression: ofGroup(part) },
    { name: size, expression: ofGroup(size) },
  ])
  const wanted = inCommon(total.operand, type)
  const off = where(beside, differs(column(whole), wanted, type, rule.tolerance, column(size)))
  const missing = total.column === null ? null : op('is_null', column(total.column.name))
  const failures = [summand.failed, total.operand.failed].filter(each => each !== null)
  return {
    columns: [],
    violation: all([...(missing === null ? [] : [op('not', missing)]), context.across(amongRows(keys, off))]),
    missing,
    failure: failures.length === 0 ? null : any(failures),
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
  suits: ['number'],
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
    const isColumn = operand !== null && typeof rule.total !== 'number'
    const of = isColumn ? context.column((rule.total as { column: string }).column, 'total.column') : null
    return rule.columns.flatMap((name, i) => {
      const summand = operandColumn(name, `columns.${i}`, context)
      if (groups === null || operand === null || summand === null) return []
      return [judge(rule, summand, { operand, column: of }, groups, context)]
    })
  },
})
