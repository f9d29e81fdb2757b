import { field, z } from '../../node/settings.ts'
import { call, cases } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { between, numberBounds, strictness } from './bounds.ts'
import { judged, numbersOf, steady } from './numbers.ts'
import { inBounds } from './whole.ts'

const columns = field(z.array(z.string()).length(2), {
  label: 'Columns',
  help: 'The two columns that are compared.',
  widget: 'columns',
})

export const correlation = defineRule({
  kind: 'correlation',
  title: 'Correlation',
  summary: 'The correlation of two columns lies between two bounds.',
  dimension: 'accuracy',
  flags: 'whole',
  settings: ruleSettingsWith('correlation', columns, { ...numberBounds, ...strictness }),
  aliases: ['Pearson', 'hasCorrelation'],
  suits: ['number'],
  help: `The rule as a whole is flagged where Pearson's correlation, from -1 to 1, is out of its bounds. Rows with a null, NaN, infinity or a text that
is no number in either column are left out. It holds where there is no correlation: with fewer than two rows, or a column of one value.

\`"columns": ["price", "tax"], "min": 0.9\`

| price | tax | |
| --- | --- | --- |
| 1, 2, 3 | 2, 4, 6 | |
| 1, 2, 3 | 6, 1, 5 | flagged |`,
  describe: rule => `correlation of ${rule.columns.join(' and ')} ${between(rule)}`,
  message: rule => `the correlation should be ${between(rule)}`,
  whole: (rule, context) => {
    const [first, second] = rule.columns.map((name, i) => numbersOf(name, `columns.${i}`, context))
    if (!first || !second) return null
    const measure = call('corr', judged(first.value, context), judged(second.value, context))
    return inBounds(rule, [
      {
        column: first.column.name,
        measure,
        shown: found => {
          // of a column of one value, DuckDB gives NaN
          const known = cases([{ when: call('isfinite', found), result: found }])
          return { expression: steady(known), type: 'DOUBLE' }
        },
      },
    ])
  },
})
