import { call } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { between, numberBounds, strictness } from './bounds.ts'
import { numberWhole } from './whole.ts'

export const stdev = defineRule({
  kind: 'stdev',
  title: 'Standard deviation',
  summary: 'The standard deviation of a column lies between two bounds.',
  dimension: 'accuracy',
  flags: 'whole',
  settings: ruleSettings('stdev', { ...numberBounds, ...strictness }),
  aliases: ['expect_column_stdev_to_be_between', 'spread', 'sigma', 'standard deviation'],
  suits: ['number'],
  help: `The rule as a whole is flagged where the sample standard deviation (divided by n - 1) is out of its bounds; each column is judged. Nulls, NaN, infinity and texts that are no number are left out; over no numbers it holds. Without bounds the value is recorded alone.
One number alone has none.

\`"columns": ["amount"], "max": 2\`

| amount | standard deviation | |
| --- | --- | --- |
| 1, 1, 3 | 1.15 | |
| 1, 1, 9 | 4.62 | flagged |`,
  describe: rule => `standard deviation of ${rule.columns.join(', ')} ${between(rule)}`,
  message: rule => `the standard deviation should be ${between(rule)}`,
  whole: (rule, context) => numberWhole(rule, context, value => call('stddev_samp', value)),
})
