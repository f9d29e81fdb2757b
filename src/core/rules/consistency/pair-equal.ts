import { all, any, column, op } from '../../relation/build.ts'
import { allColumns } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { pair } from '../together.ts'
import { anyNull, compare, ofColumn } from '../values.ts'

export const pairEqual = defineRule({
  kind: 'pair_equal',
  title: 'Pair equal',
  summary: 'Two columns hold the same value.',
  dimension: 'consistency',
  flags: 'cell',
  settings: ruleSettingsWith('pair_equal', pair, {}),
  aliases: ['expect_column_pair_values_to_be_equal', 'columns equal', 'same as', 'field match'],
  help: `Flags rows in which the two columns hold different values, or one is null and the other is not. Rows in which both are null are not judged. A
text beside a number, a day or a time is compared as one where it can be read so, else as text.

\`"columns": ["billed", "paid"]\`

| billed | paid | |
| --- | --- | --- |
| 10 | 10 | |
| 10 | 12 | flagged |
| 10 | *null* | flagged |
| *null* | *null* | not judged |`,
  describe: rule => rule.columns.join(' = '),
  message: rule => `${rule.columns.join(' and ')} differ`,
  compile: (rule, context) => {
    const columns = allColumns(rule, context)
    if (columns === null) return []
    const [a, b] = columns as readonly [(typeof columns)[number], (typeof columns)[number]]
    const bothNull = all(columns.map(each => op('is_null', column(each.name))))
    const differ = op('is_not_true', compare('=', ofColumn(a), ofColumn(b)))
    return [
      {
        columns: columns.map(each => each.name),
        violation: all([op('not', bothNull), any([anyNull(columns), differ])]),
        missing: bothNull,
        failure: null,
      },
    ]
  },
})
