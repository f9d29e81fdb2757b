import { field, z } from '../../node/settings.ts'
import { all, any, column, op } from '../../relation/build.ts'
import { allColumns, isBlank, isWordless, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'

const columns = field(z.array(z.string()).default([]), {
  label: 'Columns',
  help: 'The columns that are looked at; none means all.',
  widget: 'columns',
})

export const blankRow = defineRule({
  kind: 'blank_row',
  title: 'No blank row',
  summary: 'No row is blank in all of its columns.',
  dimension: 'completeness',
  flags: 'row',
  aliases: ['blank-row', 'empty row'],
  settings: ruleSettingsWith('blank_row', columns, {}),
  help: `Flags rows that hold nothing but nulls and texts of white space. Name columns to leave out others, such as a line number. The setting *Nulls* has no effect here.

\`"columns": ["name", "city"]\`

| line | name | city | |
| --- | --- | --- | --- |
| 1 | Ann | *null* | |
| 2 | *null* | *a space* | flagged |`,
  describe: rule => `no blank row${rule.columns.length === 0 ? '' : ` in ${named(rule)}`}`,
  message: () => 'The row is blank',
  compile: (rule, context) => {
    const of = rule.columns.length === 0 ? context.rows.columns : allColumns(rule, context)
    if (of === null) return []
    const blanks = of.map(each => {
      const isNull = op('is_null', column(each.name))
      return isWordless(each) ? isNull : any([isNull, isBlank(textOf(each))])
    })
    return [{ columns: [], violation: all(blanks), missing: null, failure: null }]
  },
})
