import { all, column, op } from '../../relation/build.ts'
import { allColumns, named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { anyNull } from '../values.ts'
import { several } from './together.ts'

export const allOrNone = defineRule({
  kind: 'all_or_none',
  title: 'All or none',
  summary: 'Either all of the columns hold a value, or none of them.',
  dimension: 'completeness',
  flags: 'row',
  aliases: ['all_or_none_null', 'mutually required', 'expect_multicolumn_values_to_be_all_or_none_null'],
  settings: ruleSettingsWith('all_or_none', several, {}),
  help: `Flags rows in which some of the columns are null and some are not. The setting *Nulls* has no effect here.

\`"columns": ["street", "city"]\`

| street | city | |
| --- | --- | --- |
| Main St 1 | Bonn | |
| *null* | *null* | |
| Main St 1 | *null* | flagged |`,
  describe: rule => `${named(rule)} all or none`,
  message: rule => `Either all of ${named(rule)} should hold a value, or none`,
  compile: (rule, context) => {
    const columns = allColumns(rule, context)
    if (columns === null) return []
    const filled = columns.map(each => op('is_not_null', column(each.name)))
    return [{ columns: [], violation: all([anyNull(columns), op('or', ...filled)]), missing: null, failure: null }]
  },
})
