import { field, z } from '../../node/settings.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { formatNames, formats } from '../formats/index.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const settings = ruleSettings('format', {
  format: field(z.enum(formatNames), {
    label: 'Format',
    help: 'What the value should be.',
    widget: 'choice',
    labels: Object.fromEntries(formatNames.map(name => [name, formats[name].label])),
  }),
})

export const format = defineRule({
  kind: 'format',
  title: 'Format',
  summary: 'Texts have a well-known format, such as an email address.',
  dimension: 'validity',
  flags: 'cell',
  aliases: [
    'valid format',
    'is_email',
    'containsEmail',
    'containsURL',
    'containsCreditCardNumber',
    'is_valid_date',
    'is_valid_timestamp',
    'is_ipv4_address',
    'expect_column_values_to_be_valid_email',
    'expect_column_values_to_be_dateutil_parseable',
    ...formatNames,
  ],
  suits: ['text'],
  settings,
  help: `Flags values that do not have the format. \`email\` is what a browser takes for one, \`url\` begins with http, https or ftp, \`phone\` with + and the
country; \`iban\`, \`card\` and \`isbn\` check their check digits, and may have spaces. \`date\` is a real day, as in 2024-02-29; countries, currencies and languages are ISO codes.

\`"format": "email"\`

| email | |
| --- | --- |
| ann@example.org | |
| ann(at)example.org | flagged |
| @example.org | flagged |`,
  describe: rule => `${named(rule)} ${formats[rule.format].name}`,
  message: rule => `{column} is not ${formats[rule.format].name}: {value}`,
  compile: (rule, context) => eachCell(rule, context, of => formats[rule.format].violation(textOf(of), of, context)),
})
