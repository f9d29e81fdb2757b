import { call } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { between, numberBounds, strictness } from './bounds.ts'
import { numberWhole } from './whole.ts'

export const mean = defineRule({
  kind: 'mean',
  title: 'Mean',
  summary: 'The mean of a column lies between two bounds.',
  dimension: 'accuracy',
  flags: 'whole',
  settings: ruleSettings('mean', { ...numberBounds, ...strictness }),
  aliases: ['expect_column_mean_to_be_between', 'average', 'avg'],
  suits: ['number'],
  help: `The rule as a whole is flagged where the mean is out of its bounds; each column is judged. Nulls, NaN, infinity and texts that are no number are left out; over no numbers it holds. Without bounds the value is recorded alone.

\`"columns": ["amount"], "min": 10, "max": 20\`

| amount | mean | |
| --- | --- | --- |
| 10, 20 | 15 | |
| 10, 50 | 30 | flagged |`,
  describe: rule => `mean of ${rule.columns.join(', ')} ${between(rule)}`,
  message: rule => `the mean should be ${between(rule)}`,
  whole: (rule, context) => numberWhole(rule, context, (_, summed) => call('avg', summed)),
})
