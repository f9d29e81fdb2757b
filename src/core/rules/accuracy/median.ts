import { call } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { between, numberBounds, strictness } from './bounds.ts'
import { numberWhole } from './whole.ts'

export const median = defineRule({
  kind: 'median',
  title: 'Median',
  summary: 'The median of a column lies between two bounds.',
  dimension: 'accuracy',
  flags: 'whole',
  settings: ruleSettings('median', { ...numberBounds, ...strictness }),
  aliases: ['expect_column_median_to_be_between', 'middle', 'percentile 50'],
  suits: ['number'],
  help: `The rule as a whole is flagged where the median is out of its bounds; each column is judged. Of an even count it is the middle between the two
in the middle. Nulls, NaN, infinity and texts that are no number are left out; over no numbers it holds. Without bounds the value is recorded alone.

\`"columns": ["amount"], "max": 20\`

| amount | median | |
| --- | --- | --- |
| 10, 20, 90 | 20 | |
| 10, 20, 30, 90 | 25 | flagged |`,
  describe: rule => `median of ${rule.columns.join(', ')} ${between(rule)}`,
  message: rule => `the median should be ${between(rule)}`,
  whole: (rule, context) => numberWhole(rule, context, value => call('median', value)),
})
