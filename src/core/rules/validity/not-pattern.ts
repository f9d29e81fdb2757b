import { eachCell, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { areSound, hasPattern, joined, match, matching, patterns, whole } from './regex.ts'

const settings = ruleSettings('not_pattern', {
  patterns,
  match: match('Of several patterns, one is enough to flag a value, or all must match it.'),
  whole,
})

export const notPattern = defineRule({
  kind: 'not_pattern',
  title: 'Not pattern',
  summary: 'Texts do not match a regular expression.',
  dimension: 'validity',
  flags: 'cell',
  suits: ['text'],
  aliases: [
    'expect_column_values_to_not_match_regex',
    'expect_column_values_to_not_match_regex_list',
    'invalid regex',
    'forbidden pattern',
  ],
  settings,
  help: `Flags values that match: in a part, or from beginning to end where *Whole value* is set. Of several patterns one is enough; with *Match* \`all\` only values
that match every one of them are flagged.

\`"patterns": ["(?i)test", "^x+$"]\`

| name | |
| --- | --- |
| Ann | |
| Test user | flagged |`,
  describe: rule => `${named(rule)} not like ${joined(rule, rule.patterns)}`,
  message: () => '{column} has a form that is not allowed: {value}',
  compile: (rule, context) => {
    const sound = areSound(rule.patterns, context)
    return eachCell(rule, context, of => {
      const matches = rule.patterns.map(each => hasPattern(textOf(of), each, rule.whole))
      return sound ? matching(rule, matches) : null
    })
  },
})
