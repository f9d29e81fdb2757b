import { any, op } from '../../relation/build.ts'
import { allColumns, named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { fewerThanTwo, pairsOf, several } from '../together.ts'
import { compare, ofColumn } from '../values.ts'

export const uniqueWithinRow = defineRule({
  kind: 'unique_within_row',
  title: 'Unique within a row',
  summary: 'The values of some columns differ from each other in each row.',
  dimension: 'uniqueness',
  flags: 'cell',
  settings: ruleSettingsWith('unique_within_row', several, {}),
  aliases: ['expect_select_column_values_to_be_unique_within_record', 'columns differ', 'distinct columns'],
  help: `Flags rows in which two of the columns hold the same value. Nulls are left out, and a row with fewer than two values is not judged.

\`"columns": ["first_choice", "second_choice"]\`

| first_choice | second_choice | |
| --- | --- | --- |
| tea | coffee | |
| tea | tea | flagged |
| tea | *null* | not judged |`,
  describe: rule => `${named(rule)} differ in each row`,
  message: rule => `Two of ${named(rule)} hold the same value`,
  compile: (rule, context) => {
    const columns = allColumns(rule, context)
    if (columns === null) return []
    const same = pairsOf(columns).map(([a, b]) => op('is_true', compare('=', ofColumn(a), ofColumn(b))))
    return [
      {
        columns: columns.map(each => each.name),
        violation: any(same),
        missing: fewerThanTwo(columns, rule.nulls),
        failure: null,
      },
    ]
  },
})
