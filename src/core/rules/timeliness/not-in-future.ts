import { field } from '../../node/settings.ts'
import { op } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { duration, interval } from './duration.ts'
import { instantCells } from './instant-cells.ts'
import { nowOf } from './instants.ts'

const settings = ruleSettings('not_in_future', {
  tolerance: field(duration.nullable().default(null), {
    label: 'Tolerance',
    help: 'How far ahead is still allowed, such as 1 hour; empty for not at all.',
    widget: 'text',
    placeholder: '1 hour',
  }),
})

export const notInFuture = defineRule({
  kind: 'not_in_future',
  title: 'Not in the future',
  summary: 'Days and times are not later than now.',
  dimension: 'timeliness',
  flags: 'cell',
  settings,
  aliases: ['is_not_in_future', 'no future dates', 'past'],
  suits: ['date'],
  help: `Flags days and times later than the run's as-of time, plus *Tolerance*. A day is compared with the day, a time without a zone is UTC.
A text that is no time could not be evaluated; nulls are not judged.

\`"columns": ["ordered_at"], "tolerance": "5 minutes"\`, as of 2024-06-30 12:00:

| ordered_at | |
| --- | --- |
| 2024-06-30 12:04 | |
| 2024-06-30 12:06 | flagged |
| *null* | not judged |`,
  describe: rule =>
    `${rule.columns.join(', ')} not in the future${rule.tolerance === null ? '' : ` by more than ${rule.tolerance}`}`,
  message: () => '{column} lies in the future: {value}',
  compile: (rule, context) => {
    const now = nowOf(context)
    const latest = rule.tolerance === null ? now : op('+', now, interval(rule.tolerance))
    return instantCells(rule, context, '>', latest)
  },
})
