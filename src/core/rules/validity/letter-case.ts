import { field, z } from '../../node/settings.ts'
import { call, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const words = { upper: 'in upper case', lower: 'in lower case', title: 'in title case' }

const settings = ruleSettings('case', {
  case: field(z.enum(['upper', 'lower', 'title']), {
    label: 'Case',
    help: 'title means that each word begins with a capital letter and goes on in small ones.',
    widget: 'choice',
    labels: { upper: 'UPPER', lower: 'lower', title: 'Title' },
  }),
})

/** A small letter where a word begins, or a capital one further in; an apostrophe begins no word. */
const untitled = "(?:^|[^\\p{L}\\p{M}'’])\\p{Ll}|\\p{L}\\p{M}*\\p{Lu}"

const violation = (wanted: keyof typeof words, text: Expression): Expression =>
  wanted === 'title' ? call('regexp_matches', text, literal(untitled)) : op('<>', text, call(wanted, text))

export const letterCase = defineRule({
  kind: 'case',
  title: 'Case',
  summary: 'Texts are in upper, lower or title case.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['uppercase', 'lowercase', 'capitalised', 'titlecase'],
  suits: ['text'],
  settings,
  help: `Flags texts with a letter in the wrong case; digits and signs have none. In title case each word begins with a capital letter and goes on in small ones.

\`"case": "upper"\`

| code | |
| --- | --- |
| DE-7 | |
| De-7 | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} ${words[rule.case]}`,
  message: rule => `{column} is not ${words[rule.case]}: {value}`,
  compile: (rule, context) => eachCell(rule, context, of => violation(rule.case, textOf(of))),
})
