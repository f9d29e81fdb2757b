import { column, op } from '../../relation/build.ts'
import { eachCellOrNull, named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

export const isNull = defineRule({
  kind: 'null',
  title: 'Null',
  summary: 'No cell holds a value.',
  dimension: 'completeness',
  flags: 'cell',
  aliases: ['expect_column_values_to_be_null', 'empty column', 'deprecated column'],
  settings: ruleSettings('null', {}),
  help: `Flags each cell that holds a value, for columns that are to stay empty; often together with *Only when*. The setting *Nulls* has no effect here.

\`"columns": ["cancelled_at"], "when": "state = 'open'"\`

| state | cancelled_at | |
| --- | --- | --- |
| open | *null* | |
| open | 2024-05-01 | flagged |`,
  describe: rule => `${named(rule)} null`,
  message: () => '{column} should be empty: {value}',
  compile: (rule, context) => eachCellOrNull(rule, context, of => op('is_not_null', column(of.name))),
})
