import { field, z } from '../../node/settings.ts'
import { where } from '../../relation/build.ts'
import { allColumns, named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { amongRows, evaluated, namesOf } from '../sets.ts'
import { ruleSettingsWith } from '../settings.ts'
import { repeatedIn } from './repeated.ts'

const columns = field(z.array(z.string()).default([]), {
  label: 'Columns',
  help: 'The columns that are compared; none means all of them.',
  widget: 'columns',
})

export const duplicateRow = defineRule({
  kind: 'duplicate_row',
  title: 'Duplicate row',
  summary: 'No row is the same as another one in every column.',
  dimension: 'uniqueness',
  flags: 'row',
  settings: ruleSettingsWith('duplicate_row', columns, {}),
  aliases: ['duplicate rows', 'no duplicates', 'duplicate_percent', 'drop_duplicates', 'unique rows'],
  help: `Flags every row of a group of rows that are the same in all columns, or in those that are named. Nulls are equal here, so the setting
*Nulls* has no effect.

| id | name | |
| --- | --- | --- |
| 1 | Ann | flagged |
| 1 | Ann | flagged |
| 1 | Bob | |
| 2 | *null* | flagged |
| 2 | *null* | flagged |`,
  describe: rule => (rule.columns.length === 0 ? 'no row twice' : `no row twice in ${named(rule)}`),
  message: rule =>
    rule.columns.length === 0 ? 'The same row occurs more than once' : `More than one row has the same ${named(rule)}`,
  compile: (rule, context) => {
    const compared = rule.columns.length === 0 ? context.rows.columns : allColumns(rule, context)
    if (compared === null) return []
    const names = namesOf(compared)
    const repeated = repeatedIn(where(context.rows, evaluated(context, [])), names)
    return [{ columns: [], violation: context.across(amongRows(names, repeated)), missing: null, failure: null }]
  },
})
