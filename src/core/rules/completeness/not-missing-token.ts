import { field, z } from '../../node/settings.ts'
import { any, call, column, literal, op } from '../../relation/build.ts'
import { eachCellOrNull, named, space, textOf } from '../cells.ts'
import { quotePattern } from '../re2.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const usual = ['', '-', '--', '.', '?', 'n/a', 'na', '#n/a', 'nan', 'null', 'nil', 'none', 'unknown', 'missing', 'tbd']

const settings = ruleSettings('not_missing_token', {
  tokens: field(z.array(z.string()).default(usual), {
    label: 'Tokens',
    help: 'Texts that stand for a missing value; white space around them does not matter.',
    widget: 'textList',
  }),
  ignoreCase: field(z.boolean().default(true), {
    label: 'Ignore case',
    help: 'Upper and lower case are the same.',
    widget: 'toggle',
  }),
})

export const notMissingToken = defineRule({
  kind: 'not_missing_token',
  title: 'No missing token',
  summary: 'No cell holds a text that stands for a missing value, such as n/a.',
  dimension: 'completeness',
  flags: 'cell',
  aliases: ['placeholder', 'missing values', 'missing_count', 'disguised missing value', 'n/a'],
  suits: ['text'],
  settings,
  help: `Flags each cell that is null or one of the tokens, whatever white space is around it. The usual tokens are known: \`n/a\`, \`-\`, \`null\`, \`unknown\`
and so on; a list of your own takes their place. The setting *Nulls* has no effect here.

\`"tokens": ["n/a", "-", "0000"]\`

| phone | |
| --- | --- |
| +49 30 1234 | |
| N/A | flagged |
| *null* | flagged |`,
  describe: rule => `${named(rule)} no missing token`,
  message: () => '{column} is missing: {value}',
  compile: (rule, context) => {
    const tokens = rule.tokens.map(token => quotePattern(token.trim()))
    const pattern = `${rule.ignoreCase ? '(?i)' : ''}[${space}]*(?:${tokens.join('|')})[${space}]*`
    return eachCellOrNull(rule, context, of => {
      const isNull = op('is_null', column(of.name))
      return tokens.length === 0 ? isNull : any([isNull, call('regexp_full_match', textOf(of), literal(pattern))])
    })
  },
})
