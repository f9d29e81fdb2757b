import { field, z } from '../../node/settings.ts'
import { call, literal, op } from '../../relation/build.ts'
import { eachCell, isWordless, named, textOf } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

export const ascii = defineRule({
  kind: 'ascii',
  title: 'ASCII',
  summary: 'Texts hold ASCII characters alone.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['isascii', 'non-ascii', 'encoding'],
  suits: ['text'],
  settings: ruleSettings('ascii', {}),
  help: `Flags texts with a character that is not in ASCII, such as an umlaut, a curly quote or an emoji.

\`"columns": ["login"]\`

| login | |
| --- | --- |
| zoe | |
| zoë | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} ASCII`,
  message: () => '{column} holds a character beyond ASCII: {value}',
  compile: (rule, context) =>
    // a character beyond ASCII takes more than one byte
    eachCell(rule, context, of =>
      isWordless(of) ? null : op('<>', call('strlen', textOf(of)), call('length', textOf(of))),
    ),
})

const settings = ruleSettings('no_control_characters', {
  lineBreaks: field(z.boolean().default(false), {
    label: 'Allow line breaks',
    help: 'Line breaks and tabs are allowed.',
    widget: 'toggle',
  }),
})

export const noControlCharacters = defineRule({
  kind: 'no_control_characters',
  title: 'No control characters',
  summary: 'Texts hold no control characters, such as line breaks or tabs.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['non-printable', 'unprintable', 'isprintable', 'line breaks'],
  suits: ['text'],
  settings,
  help: `Flags texts with a control character: the codes 0 to 31 and 127 to 159, line breaks and tabs among them unless *Allow line breaks* is set.

\`"lineBreaks": true\`

| note | |
| --- | --- |
| two lines | |
| *a bell character* | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} without control characters`,
  message: () => '{column} holds a control character: {value}',
  compile: (rule, context) => {
    const control = rule.lineBreaks ? '[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x{9f}]' : '[\\x00-\\x1f\\x7f-\\x{9f}]'
    return eachCell(rule, context, of => (isWordless(of) ? null : call('regexp_matches', textOf(of), literal(control))))
  },
})
