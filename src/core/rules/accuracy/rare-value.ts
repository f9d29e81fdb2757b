import { field, z } from '../../node/settings.ts'
import { column, op } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { isRare, rarity, reportNoLimit } from './rare.ts'

const settings = ruleSettings('rare_value', {
  count: field(z.int().min(1).nullable().default(null), {
    label: 'Fewer than',
    help: 'A value that occurs fewer times than this is rare.',
    widget: 'number',
  }),
  share: field(z.number().min(0).max(1).nullable().default(null), {
    label: 'Share below',
    help: 'A value in a smaller share of the rows than this is rare: 0.01 is one in a hundred.',
    widget: 'number',
  }),
})

export const rareValue = defineRule({
  kind: 'rare_value',
  title: 'Rare value',
  summary: 'Each value occurs often enough not to be a slip.',
  dimension: 'accuracy',
  flags: 'cell',
  settings,
  aliases: ['infrequent value', 'typo', 'category frequency'],
  initial: { share: 0.01 },
  help: `Flags values that occur fewer than *Fewer than* times, or in a smaller share of the rows than *Share below*: slips of the pen in a column of
few values. Nulls are neither judged nor counted in.

\`"columns": ["state"], "count": 2\`

| state | |
| --- | --- |
| open | |
| open | |
| opne | flagged |
| *null* | not judged |`,
  describe: rule => `each value of ${rule.columns.join(', ')} ${rarity(rule)}`,
  message: () => '{column} is a rare value: {value}',
  compile: (rule, context) => {
    if (rule.count === null && rule.share === null) reportNoLimit(context)
    return rule.columns.flatMap((name, i) => {
      const of = context.column(name, `columns.${i}`)
      if (of === null) return []
      const cell = column(of.name)
      return [
        {
          columns: [of.name],
          violation: op('is_true', isRare(cell, rule, context)),
          missing: op('is_null', cell),
          failure: null,
        },
      ]
    })
  },
})
