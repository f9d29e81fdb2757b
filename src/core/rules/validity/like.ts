import { field, z } from '../../node/settings.ts'
import { call, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { joined, match, matching } from './regex.ts'

const own = (help: string) => ({
  patterns: field(z.array(z.string()).min(1), {
    label: 'Patterns',
    help: 'In each, % stands for any characters and _ for one.',
    widget: 'textList',
  }),
  match: match(help),
  ignoreCase: field(z.boolean().default(false), {
    label: 'Ignore case',
    help: 'Upper and lower case are the same.',
    widget: 'toggle',
  }),
})

interface Like {
  readonly patterns: readonly string[]
  readonly match: 'any' | 'all'
  readonly ignoreCase: boolean
}

const isLike = (rule: Like, of: Column): Expression => {
  const text = rule.ignoreCase ? call('lower', textOf(of)) : textOf(of)
  const fold = (each: string) => (rule.ignoreCase ? each.toLowerCase() : each)
  return matching(
    rule,
    rule.patterns.map(each => op('like', text, literal(fold(each)))),
  )
}

export const like = defineRule({
  kind: 'like',
  title: 'Like',
  summary: 'Texts match a pattern in which % stands for any characters and _ for one.',
  dimension: 'validity',
  flags: 'cell',
  suits: ['text'],
  aliases: [
    'expect_column_values_to_match_like_pattern',
    'expect_column_values_to_match_like_pattern_list',
    'wildcard',
  ],
  settings: ruleSettings('like', own('Of several patterns, one or all must match.')),
  help: `Flags values that do not match as a whole. \`%\` stands for any characters, also none, and \`_\` for one. Of several patterns one must match, or all of them.

\`"patterns": ["DE-%", "AT-____"]\`

| code | |
| --- | --- |
| DE-1 | |
| AT-1020 | |
| AT-1 | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} like ${joined(rule, rule.patterns)}`,
  message: () => '{column} does not have the expected form: {value}',
  compile: (rule, context) => eachCell(rule, context, of => op('not', isLike(rule, of))),
})

export const notLike = defineRule({
  kind: 'not_like',
  title: 'Not like',
  summary: 'Texts do not match a pattern with % and _.',
  dimension: 'validity',
  flags: 'cell',
  suits: ['text'],
  aliases: ['expect_column_values_to_not_match_like_pattern', 'expect_column_values_to_not_match_like_pattern_list'],
  settings: ruleSettings('not_like', own('Of several patterns, one is enough to flag a value, or all must match it.')),
  help: `Flags values that match as a whole. \`%\` stands for any characters, also none, and \`_\` for one. Of several patterns one is enough, or with *Match* \`all\` all must match.

\`"patterns": ["%test%"]\`

| name | |
| --- | --- |
| Ann | |
| my test | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} not like ${joined(rule, rule.patterns)}`,
  message: () => '{column} has a form that is not allowed: {value}',
  compile: (rule, context) => eachCell(rule, context, of => isLike(rule, of)),
})
