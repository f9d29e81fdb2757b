import { op } from '../../relation/build.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { areSound, hasPattern, joined, match, matching, patterns, whole } from './regex.ts'

const settings = ruleSettings('pattern', {
  patterns,
  match: match('Of several patterns, one or all must match.'),
  whole,
})

export const pattern = defineRule({
  kind: 'pattern',
  title: 'Pattern',
  summary: 'Texts match a regular expression, whole or in part.',
  dimension: 'validity',
  flags: 'cell',
  suits: ['text'],
  aliases: [
    'expect_column_values_to_match_regex',
    'expect_column_values_to_match_regex_list',
    'str_matches',
    'hasPattern',
    'regex',
  ],
  settings,
  help: `Flags values that do not match: a part of the value is enough, unless *Whole value* is set. Of several patterns one must match, or all
of them. Patterns are RE2 regular expressions, without look-around.

\`"patterns": ["[0-9]{5}"], "whole": true\`

| zip | |
| --- | --- |
| 04229 | |
| 4229 | flagged |
| D-04229 | flagged, since *Whole value* is set |`,
  describe: rule => `${named(rule)} like ${joined(rule, rule.patterns)}`,
  message: () => '{column} does not have the expected form: {value}',
  compile: (rule, context) => {
    const sound = areSound(rule.patterns, context)
    return eachCell(rule, context, of => {
      const matches = rule.patterns.map(each => hasPattern(textOf(of), each, rule.whole))
      return sound ? op('not', matching(rule, matches)) : null
    })
  },
})
