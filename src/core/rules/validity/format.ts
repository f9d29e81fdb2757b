import { field, z } from '../../node/settings.ts'
import { call, column, literal, op } from '../../relation/build.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { asText, ofColumn } from '../values.ts'

const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'

/** Each format as a pattern for the whole value, and its name in a sentence. */
const formats = {
  // the grammar of HTML's email field, which leaves out comments and quoted names on purpose
  email: { pattern: `[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]+@${label}(?:\\.${label})*`, name: 'an email address' },
} as const

const settings = ruleSettings('format', {
  format: field(z.enum(['email']), {
    label: 'Format',
    help: 'What the value should be.',
    widget: 'choice',
    labels: { email: 'Email address' },
  }),
})

export const format = defineRule({
  kind: 'format',
  title: 'Format',
  summary: 'Texts have a well-known format, such as an email address.',
  dimension: 'validity',
  flags: 'cell',
  settings,
  help: `Flags values that do not have the format. \`email\` is what a browser takes in a field for addresses.

\`"format": "email"\`

| email | |
| --- | --- |
| ann@example.org | |
| ann(at)example.org | flagged |
| @example.org | flagged |`,
  describe: rule => `${rule.columns.join(', ')} ${formats[rule.format].name}`,
  message: rule => `{column} is not ${formats[rule.format].name}: {value}`,
  compile: (rule, context) =>
    rule.columns.flatMap((name, i) => {
      const of = context.column(name, `columns.${i}`)
      if (of === null) return []
      const matches = call('regexp_full_match', asText(ofColumn(of)), literal(formats[rule.format].pattern))
      return [
        { columns: [of.name], violation: op('not', matches), missing: op('is_null', column(of.name)), failure: null },
      ]
    }),
})
