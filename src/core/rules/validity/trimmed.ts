import { call, literal } from '../../relation/build.ts'
import { eachCell, isWordless, named, space, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

export const trimmed = defineRule({
  kind: 'trimmed',
  title: 'Trimmed',
  summary: 'Texts neither begin nor end with white space.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['leading whitespace', 'trailing whitespace', 'strip', 'expect_column_values_to_not_have_trailing_spaces'],
  suits: ['text'],
  settings: ruleSettings('trimmed', {}),
  help: `Flags texts with white space before or after them: spaces, tabs, line breaks, no-break spaces.

\`"columns": ["name"]\`

| name | |
| --- | --- |
| Ann Lee | |
| *a space, then* Ann | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} trimmed`,
  message: () => '{column} has white space around it: {value}',
  compile: (rule, context) =>
    eachCell(rule, context, of =>
      isWordless(of) ? null : call('regexp_matches', textOf(of), literal(`^[${space}]|[${space}]$`)),
    ),
})
