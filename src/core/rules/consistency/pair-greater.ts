import { field, z } from '../../node/settings.ts'
import { allColumns } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { pair } from '../together.ts'
import { anyNull, compare, ofColumn } from '../values.ts'

const settings = ruleSettingsWith('pair_greater', pair, {
  orEqual: field(z.boolean().default(false), {
    label: 'Or equal',
    help: 'The two may be equal.',
    widget: 'toggle',
  }),
})

const sign = (rule: z.output<typeof settings>): string => (rule.orEqual ? '≥' : '>')

export const pairGreater = defineRule({
  kind: 'pair_greater',
  title: 'Pair greater',
  summary: 'The first of two columns is greater than the second.',
  dimension: 'consistency',
  flags: 'cell',
  settings,
  aliases: [
    'expect_column_pair_values_a_to_be_greater_than_b',
    'isGreaterThan',
    'isLessThan',
    'greater than column',
    'compare columns',
  ],
  help: `Flags rows in which the first column is not greater than the second, or, with *Or equal*, is less. Rows with a null in one of them are not judged. A
text beside a number, a day or a time is compared as one where it can be read so, else as text.

\`"columns": ["gross", "net"], "orEqual": true\`

| gross | net | |
| --- | --- | --- |
| 119 | 100 | |
| 100 | 100 | |
| 90 | 100 | flagged |
| 90 | *null* | not judged |`,
  describe: rule => rule.columns.join(` ${sign(rule)} `),
  message: rule => `should hold: ${rule.columns.join(` ${sign(rule)} `)}`,
  compile: (rule, context) => {
    const columns = allColumns(rule, context)
    if (columns === null) return []
    const [a, b] = columns.map(ofColumn) as [ReturnType<typeof ofColumn>, ReturnType<typeof ofColumn>]
    return [
      {
        columns: columns.map(each => each.name),
        violation: compare(rule.orEqual ? '<' : '<=', a, b),
        missing: anyNull(columns),
        failure: null,
      },
    ]
  },
})
