import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { between, strictness, valueBounds } from './bounds.ts'
import { extremeWhole } from './extreme.ts'

export const min = defineRule({
  kind: 'min',
  title: 'Minimum',
  summary: 'The smallest value of a column lies between two bounds.',
  dimension: 'accuracy',
  flags: 'whole',
  settings: ruleSettings('min', { ...valueBounds, ...strictness }),
  aliases: ['expect_column_min_to_be_between', 'smallest', 'earliest', 'lowest'],
  suits: ['number', 'date', 'time', 'text'],
  help: `The rule as a whole is flagged where the smallest value is out of its bounds; each column is judged. Numbers, days and texts each have
their own order. Nulls and NaN are left out; over no values it holds. Without bounds the value is recorded alone.

\`"columns": ["day"], "min": "2024-01-01"\`

| day | Minimum | |
| --- | --- | --- |
| 2024-02-01, 2024-03-01 | 2024-02-01 | |
| 2023-12-31, 2024-03-01 | 2023-12-31 | flagged |`,
  describe: rule => `smallest of ${rule.columns.join(', ')} ${between(rule)}`,
  message: rule => `the smallest value should be ${between(rule)}`,
  whole: (rule, context) => extremeWhole(rule, context, 'min'),
})
