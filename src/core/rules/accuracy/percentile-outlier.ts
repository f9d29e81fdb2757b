import { field, z } from '../../node/settings.ts'
import { any, op } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { group, outliers, perGroup, quantiles } from './outliers.ts'

const share = z.number().min(0).max(1)

const settings = ruleSettings('percentile_outlier', {
  low: field(share.default(0.01), {
    label: 'Lower share',
    help: 'Numbers below this quantile are flagged; 0 flags none.',
    widget: 'number',
  }),
  high: field(share.default(0.99), {
    label: 'Upper share',
    help: 'Numbers above this quantile are flagged; 1 flags none.',
    widget: 'number',
  }),
  group,
})

export const percentileOutlier = defineRule({
  kind: 'percentile_outlier',
  title: 'Percentile outlier',
  summary: 'Numbers lie between two quantiles of their column.',
  dimension: 'accuracy',
  flags: 'cell',
  settings,
  aliases: ['quantile outlier', 'winsorize', 'outlier'],
  suits: ['number'],
  help: `Flags numbers below the lower or above the upper quantile, both interpolated: the tails, whether they are far or near. Nulls are neither judged nor
counted in; NaN and infinity are flagged and not counted in. A text that is no number could not be evaluated.

\`"columns": ["amount"], "low": 0, "high": 0.9\`

| amount | |
| --- | --- |
| 1, 2, 3, 4, 5, 6, 7, 8, 9 | |
| 10 | flagged |`,
  describe: rule => `${rule.columns.join(', ')} between the quantiles ${rule.low} and ${rule.high}${perGroup(rule)}`,
  message: () => '{column} is in a tail of its column: {value}',
  compile: (rule, context) =>
    outliers(rule, context, (value, statistic) => {
      const [low, high] = quantiles(statistic, rule.low, rule.high)
      return any([op('<', value, low), op('>', value, high)])
    }),
})
