import { field, z } from '../../node/settings.ts'
import { all, call, op } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { double, group, outliers, perGroup } from './outliers.ts'

const settings = ruleSettings('z_score', {
  threshold: field(z.number().min(0).default(3), {
    label: 'Threshold',
    help: 'So many standard deviations from the mean are too far.',
    widget: 'number',
  }),
  doubleSided: field(z.boolean().default(true), {
    label: 'Both sides',
    help: 'Values far below the mean are flagged as well as those far above.',
    widget: 'toggle',
  }),
  group,
})

export const zScore = defineRule({
  kind: 'z_score',
  title: 'Z-score',
  summary: 'Numbers lie within some standard deviations of their mean.',
  dimension: 'accuracy',
  flags: 'cell',
  settings,
  aliases: ['expect_column_value_z_scores_to_be_less_than', 'standard deviations', 'sigma', 'outlier'],
  suits: ['number'],
  help: `Flags numbers that lie *Threshold* or more sample standard deviations from the mean; where all are equal, none does. Nulls are neither
judged nor counted in; NaN and infinity are flagged and not counted in. A text that is no number could not be evaluated.

\`"columns": ["amount"], "threshold": 2, "group": ["shop"]\`

| amount | |
| --- | --- |
| 9, 10, 10, 10, 11, 10, 10 | |
| 90 | flagged |`,
  describe: rule =>
    `${rule.columns.join(', ')} less than ${rule.threshold} standard deviations ${rule.doubleSided ? 'from' : 'above'} the mean${perGroup(rule)}`,
  message: () => '{column} is far from the mean: {value}',
  compile: (rule, context) =>
    outliers(rule, context, (value, statistic) => {
      const off = op('-', value, statistic('avg'))
      const distance = rule.doubleSided ? call('abs', off) : off
      const varied = op('<', statistic('min'), statistic('max'))
      return all([varied, op('>=', distance, op('*', double(rule.threshold), statistic('stddev_samp')))])
    }),
})
