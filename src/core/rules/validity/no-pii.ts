import { field, z } from '../../node/settings.ts'
import { eachCell, named, textOf } from '../cells.ts'
import { type DetectorName, detectorNames, detectors, holdsPii } from '../formats/pii.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const settings = ruleSettings('no_pii', {
  detectors: field(
    z
      .array(z.enum(detectorNames))
      .min(1)
      .default([...detectorNames]),
    {
      label: 'Detectors',
      help: 'What is looked for.',
      widget: 'choices',
      labels: Object.fromEntries(detectorNames.map(name => [name, detectors[name].label])),
    },
  ),
})

const shown = (names: readonly DetectorName[]): string =>
  names.length === detectorNames.length ? 'personal data' : names.map(name => detectors[name].label).join(', ')

export const noPii = defineRule({
  kind: 'no_pii',
  title: 'No personal data',
  summary: 'Texts hold no personal data, such as email addresses or card numbers.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['PII', 'personally identifiable information', 'GDPR', 'sensitive data', 'does_not_contain_pii', 'SSN'],
  suits: ['text'],
  settings,
  help: `Flags texts in which, anywhere, stands what looks like an email address, a phone number with its country or of the US, an IBAN or a card number with sound
check digits, an IPv4 address, or a US social security number.

\`"detectors": ["email", "card"]\`

| note | |
| --- | --- |
| called back | |
| write to ann@example.org | flagged |
| *null* | not judged |`,
  describe: rule => `${named(rule)} without ${shown(rule.detectors)}`,
  message: rule => `{column} seems to hold ${shown(rule.detectors)}`,
  compile: (rule, context) => eachCell(rule, context, of => holdsPii(textOf(of), rule.detectors, context)),
})
