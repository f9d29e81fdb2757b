import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { between, strictness, valueBounds } from './bounds.ts'
import { extremeWhole } from './extreme.ts'

export const max = defineRule({
  kind: 'max',
  title: 'Maximum',
  summary: 'The largest value of a column lies between two bounds.',
  dimension: 'accuracy',
  flags: 'whole',
  settings: ruleSettings('max', { ...valueBounds, ...strictness }),
  aliases: ['expect_column_max_to_be_between', 'largest', 'latest', 'highest'],
  suits: ['number', 'date', 'time', 'text'],
  help: `The rule as a whole is flagged where the largest value is out of its bounds; each column is judged. Numbers, days and texts each have
their own order. Nulls and NaN are left out; over no values it holds. Without bounds the value is recorded alone.

\`"columns": ["day"], "max": "2024-12-31"\`

| day | Maximum | |
| --- | --- | --- |
| 2024-02-01, 2024-03-01 | 2024-03-01 | |
| 2024-02-01, 2025-03-01 | 2025-03-01 | flagged |`,
  describe: rule => `largest of ${rule.columns.join(', ')} ${between(rule)}`,
  message: rule => `the largest value should be ${between(rule)}`,
  whole: (rule, context) => extremeWhole(rule, context, 'max'),
})
