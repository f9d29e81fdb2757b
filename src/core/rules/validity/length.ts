import { field, z } from '../../node/settings.ts'
import { any, call, column, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const count = z.int().min(0).nullable().default(null)

const settings = ruleSettings('length', {
  min: field(count, { label: 'At least', help: 'Fewest characters.', widget: 'number' }),
  max: field(count, { label: 'At most', help: 'Most characters.', widget: 'number' }),
  exact: field(count, { label: 'Exactly', help: 'This many characters.', widget: 'number', advanced: true }),
})

type Length = z.output<typeof settings>

const sides = [
  { setting: 'min', operator: '<', words: 'at least' },
  { setting: 'max', operator: '>', words: 'at most' },
  { setting: 'exact', operator: '<>', words: 'exactly' },
] as const

const bounds = (rule: Length): string =>
  sides.flatMap(({ setting, words }) => (rule[setting] === null ? [] : [`${words} ${rule[setting]}`])).join(' and ')

/** Characters of a text, entries of a list. */
const size = (of: Column): Expression => call('len', /\]$/.test(of.type) ? column(of.name) : textOf(of))

export const length = defineRule({
  kind: 'length',
  title: 'Length',
  summary: 'Texts are neither too short nor too long.',
  dimension: 'validity',
  flags: 'cell',
  aliases: [
    'expect_column_value_lengths_to_be_between',
    'expect_column_value_lengths_to_equal',
    'str_length',
    'valid length',
    'hasMinLength',
    'hasMaxLength',
  ],
  suits: ['text', 'other'],
  settings,
  help: `Flags texts with fewer or more characters than allowed; of a list, its entries are counted.

\`"min": 1, "max": 80\`

| name | |
| --- | --- |
| Ann | |
| *a text without characters* | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} ${bounds(rule)} long`,
  message: rule => `{column} should be ${bounds(rule)} characters long: {value}`,
  compile: (rule, context) => {
    const given = sides.flatMap(({ setting, operator }) => {
      const limit = rule[setting]
      return limit === null ? [] : [{ operator, limit }]
    })
    if (given.length === 0)
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'min',
        message: 'The rule has no length to compare with.',
        hint: 'set `min`, `max` or both',
      })
    return eachCell(rule, context, of =>
      any(given.map(({ operator, limit }) => op(operator, size(of), literal(limit)))),
    )
  },
})
