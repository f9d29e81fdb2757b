import { field } from '../../node/settings.ts'
import { op } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { duration, interval } from './duration.ts'
import { instantCells } from './instant-cells.ts'
import { nowOf } from './instants.ts'

const settings = ruleSettings('not_older_than', {
  age: field(duration, {
    label: 'Age',
    help: 'How old a row may be, such as 30 days or 2 years.',
    widget: 'text',
    placeholder: '30 days',
  }),
})

export const notOlderThan = defineRule({
  kind: 'not_older_than',
  title: 'Not older than',
  summary: 'Days and times lie within a span of time before now.',
  dimension: 'timeliness',
  flags: 'cell',
  settings,
  aliases: ['is_older_than_n_days', 'is_data_fresh', 'maximum age', 'retention'],
  suits: ['date'],
  initial: { age: '30 days' },
  help: `Flags days and times that lie further back from the run's as-of time than *Age*. A day is compared with the day, a time without a zone
is UTC. A text that is no time could not be evaluated; nulls are not judged.

\`"columns": ["seen_at"], "age": "2 days"\`, as of 2024-06-30 12:00:

| seen_at | |
| --- | --- |
| 2024-06-28 | |
| 2024-06-27 | flagged |
| *null* | not judged |`,
  describe: rule => `${rule.columns.join(', ')} at most ${rule.age} old`,
  message: rule => `{column} is older than ${rule.age}: {value}`,
  compile: (rule, context) => instantCells(rule, context, '<', op('-', nowOf(context), interval(rule.age))),
})
