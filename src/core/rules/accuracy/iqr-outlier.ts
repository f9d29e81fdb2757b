import { field, z } from '../../node/settings.ts'
import { any, op } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { double, group, outliers, perGroup, quantiles } from './outliers.ts'

const settings = ruleSettings('iqr_outlier', {
  factor: field(z.number().min(0).default(1.5), {
    label: 'Factor',
    help: 'How many interquartile ranges below the first or above the third quartile are allowed.',
    widget: 'number',
  }),
  group,
})

export const iqrOutlier = defineRule({
  kind: 'iqr_outlier',
  title: 'Quartile outlier',
  summary: 'Numbers lie within some interquartile ranges of the middle half.',
  dimension: 'accuracy',
  flags: 'cell',
  settings,
  aliases: ['interquartile range', 'box plot', 'Tukey fences', 'outlier'],
  suits: ['number'],
  help: `Flags numbers below Q1 - *Factor* × (Q3 - Q1) or above Q3 + *Factor* × (Q3 - Q1); quartiles are interpolated. Nulls are neither judged nor counted in;
NaN and infinity are flagged and not counted in. A text that is no number could not be evaluated.

\`"columns": ["amount"], "factor": 1.5\`

| amount | |
| --- | --- |
| 10, 11, 12, 13 | |
| 40 | flagged |`,
  describe: rule =>
    `${rule.columns.join(', ')} within ${rule.factor} interquartile ranges of the middle half${perGroup(rule)}`,
  message: () => '{column} is far from the middle half: {value}',
  compile: (rule, context) =>
    outliers(rule, context, (value, statistic) => {
      const [low, high] = quantiles(statistic, 0.25, 0.75)
      const reach = op('*', double(rule.factor), op('-', high, low))
      return any([op('<', value, op('-', low, reach)), op('>', value, op('+', high, reach))])
    }),
})
