import { any } from '../../relation/build.ts'
import { allColumns, named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { anyNull } from '../values.ts'
import { isRepeated } from './repeated.ts'

export const primaryKey = defineRule({
  kind: 'primary_key',
  title: 'Primary key',
  summary: 'The columns, taken together, are unique, and none of them is null.',
  dimension: 'uniqueness',
  flags: 'cell',
  settings: ruleSettings('primary_key', {}),
  aliases: ['isPrimaryKey', 'primaryKey', 'key', 'identifier'],
  help: `Flags every row of a group that has the same values in all the columns, and every row with a null in one of them. The setting
*Nulls* has no effect here.

\`"columns": ["order", "line"]\`

| order | line | |
| --- | --- | --- |
| 7 | 1 | flagged |
| 7 | 1 | flagged |
| 7 | 2 | |
| 8 | *null* | flagged |`,
  describe: rule => `${named(rule)} unique and not null`,
  message: () => '{column} is missing, or another row has it: {value}',
  compile: (rule, context) => {
    const keys = allColumns(rule, context)
    if (keys === null) return []
    const violation = any([anyNull(keys), isRepeated(keys, context)])
    return [{ columns: keys.map(key => key.name), violation, missing: null, failure: null }]
  },
})
