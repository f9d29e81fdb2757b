import { field } from '../../node/settings.ts'
import { call, cast, literal, op } from '../../relation/build.ts'
import { type Observation, observe } from '../observation.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { duration, interval } from './duration.ts'
import { instant } from './instant.ts'
import { instantsOf, judgedInstant, limitFor, nowOf } from './instants.ts'

const settings = ruleSettings('freshness', {
  maxAge: field(duration, {
    label: 'Maximum age',
    help: 'How old the newest row may be, such as 2 days or 36 hours.',
    widget: 'text',
    placeholder: '2 days',
  }),
  asOf: field(instant.nullable().default(null), {
    label: 'As of',
    help: "The time from which the age is told; empty for the run's own as-of time.",
    widget: 'text',
    advanced: true,
  }),
})

export const freshness = defineRule({
  kind: 'freshness',
  title: 'Freshness',
  summary: 'The newest row is not older than a span of time.',
  dimension: 'timeliness',
  flags: 'whole',
  settings,
  aliases: ['recency', 'staleness', 'latency', 'loaded_at', 'expect_row_values_to_have_recent_data'],
  suits: ['date'],
  initial: { maxAge: '1 day' },
  help: `The rule as a whole is flagged where the newest day or time of a column is older than *Maximum age*, told from the run's as-of time; each column is
judged. Times without a zone are UTC. Nulls, infinity and texts that are no time are left out; over no times it holds.

\`"columns": ["loaded_at"], "maxAge": "36 hours"\`, as of 2024-06-30 12:00:

| loaded_at | newest | |
| --- | --- | --- |
| 2024-06-01, 2024-06-30 | 2024-06-30 | |
| 2024-06-01, 2024-06-20 | 2024-06-20 | flagged |`,
  describe: rule => `newest ${rule.columns.join(', ')} at most ${rule.maxAge} old`,
  message: rule => `the newest row should be at most ${rule.maxAge} old`,
  whole: (rule, context) => {
    const known = rule.columns.flatMap((name, i) => instantsOf(name, `columns.${i}`, context) ?? [])
    if (known.length < rule.columns.length) return null
    const from = rule.asOf === null ? nowOf(context) : cast(literal(rule.asOf, 'TIMESTAMPTZ'), 'TIMESTAMP')
    const oldest = op('-', from, interval(rule.maxAge))
    const observations = known.map(
      (of): Observation => ({
        column: of.column.name,
        measure: call('max', judgedInstant(of, context)),
        shown: expression => ({ expression, type: of.type }),
      }),
    )
    return observe(observations, ({ expression, type }) => op('>=', expression, limitFor(type, oldest)))
  },
})
