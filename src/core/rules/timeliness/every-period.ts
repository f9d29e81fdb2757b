import { field, z } from '../../node/settings.ts'
import { all, call, cast, column, literal, op, project, where } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { gapsOf, periodOf } from './gaps.ts'
import { instant } from './instant.ts'
import { instantsOf } from './instants.ts'

const columns = field(z.array(z.string()).length(1), {
  label: 'Column',
  help: 'The column of days or times.',
  widget: 'columns',
})

const settings = ruleSettingsWith('every_period', columns, {
  period: field(z.enum(['hour', 'day', 'week', 'month', 'quarter', 'year']).default('day'), {
    label: 'Period',
    help: 'Each of these has at least one row; a week begins on Monday.',
    widget: 'choice',
  }),
  from: field(instant.nullable().default(null), {
    label: 'From',
    help: 'A day in the first period that must be there; empty for the first one that is.',
    widget: 'text',
    placeholder: '2024-01-01',
  }),
  to: field(instant.nullable().default(null), {
    label: 'To',
    help: 'A day in the last period that must be there; empty for the last one that is.',
    widget: 'text',
    placeholder: '2024-12-31',
  }),
  group: field(z.array(z.string()).default([]), {
    label: 'Per group',
    help: 'Each group of rows that are alike in these columns has every period of its own.',
    widget: 'columns',
  }),
})

const shownGaps = 10

export const everyPeriod = defineRule({
  kind: 'every_period',
  title: 'Every period',
  summary: 'No hour, day, week, month, quarter or year is missing.',
  dimension: 'timeliness',
  flags: 'whole',
  settings,
  aliases: ['sequential dates', 'missing days', 'expect_row_values_to_have_data_for_every_n_datepart', 'gaps in time'],
  suits: ['date'],
  help: `The rule as a whole is flagged where a period between the first and the last has no row; what is observed are the missing ones, at most ten stretches of
them. Times are taken in UTC. Nulls, infinity and texts that are no time are left out; over no rows it holds.

\`"columns": ["day"], "period": "day", "to": "2024-03-05"\`

| day | missing | |
| --- | --- | --- |
| 2024-03-01 … 2024-03-05 | | |
| 2024-03-01, 2024-03-05 | 2024-03-02 to 2024-03-04 | flagged |`,
  describe: rule =>
    `each ${rule.period} in ${rule.columns[0]}${rule.group.length === 0 ? '' : ` per ${rule.group.join(', ')}`}`,
  message: rule => `no ${rule.period} should be missing`,
  whole: (rule, context) => {
    const of = instantsOf(rule.columns[0]!, 'columns.0', context)
    const keys = rule.group.map((name, i) => context.column(name, `group.${i}`))
    if (of === null || keys.some(key => key === null)) return null
    const groups = keys.flatMap((key, i) =>
      key === null ? [] : [{ name: `group_${i}`, expression: column(key.name) }],
    )
    const spoken = context.applies === null ? [] : [context.applies]
    const judged = where(context.rows, all([...spoken, call('isfinite', of.value)]))
    const period = { name: 'period', expression: periodOf(rule.period, of.value) }
    const end = (text: string | null) => (text === null ? null : periodOf(rule.period, literal(text, 'TIMESTAMPTZ')))
    const gaps = gapsOf({
      rows: project(judged, [...groups, period]),
      groups: groups.map(group => group.name),
      period: rule.period,
      from: end(rule.from),
      to: end(rule.to),
    })
    return {
      rows: gaps,
      measures: [call('count', column('gap')), call('min', column('gap'), literal(shownGaps))],
      verdict: ([count, gaps]) => ({
        observed: call('coalesce', gaps!, cast(op('list'), 'VARCHAR[]')),
        holds: op('=', count!, literal(0)),
      }),
    }
  },
})
