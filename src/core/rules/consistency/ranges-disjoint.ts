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
  orderBy,
  over,
  project,
  where,
} from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column, Relation } from '../../relation/relation.ts'
import { allColumns } from '../cells.ts'
import { defineRule, type RuleContext } from '../rule.ts'
import { amongRows, columnsAs, columnsNamed, evaluated, group, namesOf } from '../sets.ts'
import { ruleSettingsWith } from '../settings.ts'
import { compare, ofColumn } from '../values.ts'

const columns = field(z.array(z.string()).length(2), {
  label: 'Columns',
  help: 'Where a range begins, and where it ends.',
  widget: 'columns',
})

const settings = ruleSettingsWith('ranges_disjoint', columns, {
  group,
  touching: field(z.boolean().default(true), {
    label: 'May touch',
    help: 'A range may begin where another one ends.',
    widget: 'toggle',
  }),
  openEnd: field(z.boolean().default(false), {
    label: 'Open end',
    help: 'A range without an end goes on for ever; else it is not judged.',
    widget: 'toggle',
  }),
})

type Ranges = z.output<typeof settings>

const count = '__weir_count'
const furthest = '__weir_furthest'
const open = '__weir_open'
const next = '__weir_next'

/** The ranges, once each, that overlap another one, in the order of their starts: one before reaches past the start, or the next starts before the end. */
const overlapping = (rule: Ranges, start: Column, end: Column, groups: readonly Column[], rows: Relation): Relation => {
  const names = namesOf([...groups, start, end])
  const ranges = aggregate(rows, keep(names), [{ name: count, expression: aggregateCall('count', [literal(1)]) }])
  const partition = columnsAs(namesOf(groups))
  const order = [orderBy(column(start.name)), orderBy(column(end.name))]
  const before = { partition, order, frame: 'rows_before' } as const
  const endless = op('is_null', column(end.name))
  const beside = project(ranges, [
    ...keep([...names, count]),
    { name: furthest, expression: over(call('max', column(end.name)), before) },
    { name: open, expression: over(call('bool_or', endless), before) },
    { name: next, expression: over(call('lead', column(start.name)), { partition, order }) },
  ])
  const [from, to] = [ofColumn(start), ofColumn(end)]
  const reaches = (a: Expression, b: Expression) =>
    compare(rule.touching ? '>' : '>=', { ...to, expression: a }, { ...from, expression: b })
  const isNotEmpty = rule.touching ? any([endless, reaches(to.expression, from.expression)]) : literal(true)
  return where(
    beside,
    any([
      all([op('>', column(count), literal(1)), isNotEmpty]),
      column(open),
      all([endless, op('is_not_null', column(next))]),
      reaches(column(furthest), from.expression),
      reaches(to.expression, column(next)),
    ]),
  )
}

const judge = (rule: Ranges, start: Column, end: Column, groups: readonly Column[], context: RuleContext) => {
  const judged = rule.openEnd ? [start] : [start, end]
  const endsEarly = op('is_true', compare('<', ofColumn(end), ofColumn(start)))
  const rows = where(context.rows, all([evaluated(context, judged), op('not', endsEarly)]))
  const names = namesOf([...groups, start, end])
  const overlaps = context.across(amongRows(names, overlapping(rule, start, end, groups, rows)))
  const missing = any(judged.map(each => op('is_null', column(each.name))))
  return {
    columns: [start.name, end.name],
    violation: all([op('not', missing), any([endsEarly, overlaps])]),
    missing,
    failure: null,
  }
}

export const rangesDisjoint = defineRule({
  kind: 'ranges_disjoint',
  title: 'Ranges disjoint',
  summary: 'No two ranges, each from a start to an end, overlap.',
  dimension: 'consistency',
  flags: 'cell',
  settings,
  suits: ['number', 'date', 'time'],
  aliases: ['mutually_exclusive_ranges', 'no overlap', 'overlapping periods', 'double booking', 'valid from and to'],
  help: `Flags every row whose range, from the first column to the second, overlaps that of another row, and rows whose range ends before it begins. With a
*Group* each group is judged by itself. Rows with a null in one of the two are not judged, but for an *Open end*.

\`"columns": ["since", "until"], "group": ["room"]\`

| room | since | until | |
| --- | --- | --- | --- |
| 1 | 09:00 | 10:30 | flagged |
| 1 | 10:00 | 11:00 | flagged |
| 1 | 11:00 | 12:00 | |
| 2 | 09:00 | 11:00 | |`,
  describe: rule =>
    `${rule.columns.join(' to ')} disjoint${rule.group.length === 0 ? '' : ` per ${rule.group.join(', ')}`}`,
  message: rule => `The range from ${rule.columns.join(' to ')} overlaps another one, or ends before it begins`,
  compile: (rule, context) => {
    const found = allColumns(rule, context)
    const groups = columnsNamed(rule.group, 'group', context)
    if (found === null || groups === null) return []
    const [start, end] = found as readonly [Column, Column]
    return [judge(rule, start, end, groups, context)]
  },
})
