import { all, column, op } from '../../relation/build.ts'
import { allColumns, named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { several } from './together.ts'

export const atLeastOneOf = defineRule({
  kind: 'at_least_one_of',
  title: 'At least one of',
  summary: 'At least one of the columns holds a value.',
  dimension: 'completeness',
  flags: 'row',
  aliases: ['at_least_one', 'any not null', 'coalesce not null'],
  settings: ruleSettingsWith('at_least_one_of', several, {}),
  help: `Flags rows in which all of the columns are null. The setting *Nulls* has no effect here.

\`"columns": ["email", "phone"]\`

| email | phone | |
| --- | --- | --- |
| ann@example.org | *null* | |
| *null* | *null* | flagged |`,
  describe: rule => `one of ${named(rule)} not null`,
  message: rule => `At least one of ${named(rule)} should hold a value`,
  compile: (rule, context) => {
    const columns = allColumns(rule, context)
    if (columns === null) return []
    const violation = all(columns.map(each => op('is_null', column(each.name))))
    return [{ columns: [], violation, missing: null, failure: null }]
  },
})
