import { field, z } from '../../node/settings.ts'
import { call } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { between, numberBounds, strictness } from './bounds.ts'
import { double } from './outliers.ts'
import { numberWhole } from './whole.ts'

const settings = ruleSettings('quantile', {
  quantile: field(z.number().min(0).max(1), {
    label: 'Quantile',
    help: 'The share of the numbers below it: 0.95 for all but the top twentieth.',
    widget: 'number',
  }),
  ...numberBounds,
  ...strictness,
})

export const quantile = defineRule({
  kind: 'quantile',
  title: 'Quantile',
  summary: 'A quantile of a column lies between two bounds.',
  dimension: 'accuracy',
  flags: 'whole',
  settings,
  aliases: ['expect_column_quantile_values_to_be_between', 'percentile', 'quartile', 'decile'],
  suits: ['number'],
  initial: { quantile: 0.95 },
  help: `The rule as a whole is flagged where the quantile is out of its bounds; each column is judged. Between two numbers it is interpolated.
Nulls, NaN, infinity and texts that are no number are left out; over no numbers it holds. Without bounds the value is recorded alone.

\`"columns": ["seconds"], "quantile": 0.75, "max": 4\`

| seconds | quantile | |
| --- | --- | --- |
| 1, 2, 3, 4, 5 | 4 | |
| 1, 2, 3, 6, 9 | 6 | flagged |`,
  describe: rule => `quantile ${rule.quantile} of ${rule.columns.join(', ')} ${between(rule)}`,
  message: rule => `the quantile ${rule.quantile} should be ${between(rule)}`,
  whole: (rule, context) => numberWhole(rule, context, value => call('quantile_cont', value, double(rule.quantile))),
})
