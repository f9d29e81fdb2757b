import { field, z } from '../../node/settings.ts'
import { all, call, op } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { double, group, outliers, perGroup } from './outliers.ts'

const settings = ruleSettings('mad_outlier', {
  threshold: field(z.number().min(0).default(3.5), {
    label: 'Threshold',
    help: 'The largest modified z-score: 0.6745 × the distance from the median / the median of all such distances.',
    widget: 'number',
  }),
  group,
})

export const madOutlier = defineRule({
  kind: 'mad_outlier',
  title: 'Median outlier',
  summary: 'Numbers lie near their median, by the median of all distances from it.',
  dimension: 'accuracy',
  flags: 'cell',
  settings,
  aliases: ['median absolute deviation', 'modified z-score', 'outlier'],
  suits: ['number'],
  help: `Flags numbers whose modified z-score is greater than *Threshold*; a few wild values do not move it as they move a mean. Where more than half of the
numbers are equal, none is flagged. Nulls are neither judged nor counted in; NaN and infinity are flagged and not counted in. A text that is no number could not be evaluated.

\`"columns": ["amount"], "threshold": 3.5\`

| amount | |
| --- | --- |
| 10, 11, 12, 13 | |
| 40 | flagged |`,
  describe: rule => `${rule.columns.join(', ')} within a modified z-score of ${rule.threshold}${perGroup(rule)}`,
  message: () => '{column} is far from the median: {value}',
  compile: (rule, context) =>
    outliers(rule, context, (value, statistic) => {
      const spread = statistic('mad')
      const distance = call('abs', op('-', value, statistic('median')))
      return all([
        op('>', spread, double(0)),
        op('>', op('*', double(0.6745), distance), op('*', double(rule.threshold), spread)),
      ])
    }),
})
