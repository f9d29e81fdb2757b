import { any, column, op } from '../../relation/build.ts'
import { eachCellOrNull, isBlank, isWordless, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

export const notBlank = defineRule({
  kind: 'not_blank',
  title: 'Not blank',
  summary: 'Every cell holds more than white space.',
  dimension: 'completeness',
  flags: 'cell',
  aliases: ['not empty', 'is_not_null_and_not_empty', 'missing_count', 'not_empty_string'],
  suits: ['text'],
  settings: ruleSettings('not_blank', {}),
  help: `Flags each cell that is null, a text without characters, or a text of white space alone. The setting *Nulls* has no effect here.

\`"columns": ["name"]\`

| name | |
| --- | --- |
| Ann | |
| *two spaces* | flagged |
| *null* | flagged |`,
  describe: rule => `${named(rule)} not blank`,
  message: () => '{column} is blank',
  compile: (rule, context) =>
    eachCellOrNull(rule, context, of => {
      const isNull = op('is_null', column(of.name))
      return isWordless(of) ? isNull : any([isNull, isBlank(textOf(of))])
    }),
})
