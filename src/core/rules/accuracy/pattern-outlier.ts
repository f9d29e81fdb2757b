import { field, z } from '../../node/settings.ts'
import { call, column, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { asText, ofColumn } from '../values.ts'
import { isRare, rarity } from './rare.ts'

const settings = ruleSettings('pattern_outlier', {
  share: field(z.number().min(0).max(1).default(0.01), {
    label: 'Share below',
    help: 'A shape in a smaller share of the rows than this is flagged: 0.01 is one in a hundred.',
    widget: 'number',
  }),
  runs: field(z.boolean().default(false), {
    label: 'Runs as one',
    help: 'Several letters, or several digits, in a row count as one, so that their number does not matter.',
    widget: 'toggle',
  }),
})

const replaceAll = (text: Expression, pattern: string, by: string): Expression =>
  call('regexp_replace', text, literal(pattern), literal(by), literal('g'))

const shape = (text: Expression, runs: boolean): Expression => {
  const many = runs ? '+' : ''
  return replaceAll(replaceAll(text, `\\p{L}${many}`, 'A'), `\\p{Nd}${many}`, '9')
}

export const patternOutlier = defineRule({
  kind: 'pattern_outlier',
  title: 'Pattern outlier',
  summary: 'Texts have one of the usual shapes of their column.',
  dimension: 'accuracy',
  flags: 'cell',
  settings,
  aliases: ['shape', 'format frequency', 'mask', 'character pattern'],
  suits: ['text'],
  help: `Flags values whose shape is rarer than *Share below*. The shape is the text with A for each letter and 9 for each digit: \`AB-123\` is \`AA-999\`.
Nulls are neither judged nor counted in.

\`"columns": ["code"], "share": 0.3\`

| code | |
| --- | --- |
| AB-123 | |
| XY-407 | |
| QR-118 | |
| 123-AB | flagged |`,
  describe: rule => `the shape of ${rule.columns.join(', ')} occurs ${rarity({ count: null, share: rule.share })}`,
  message: () => '{column} has an unusual shape: {value}',
  compile: (rule, context) =>
    rule.columns.flatMap((name, i) => {
      const of = context.column(name, `columns.${i}`)
      if (of === null) return []
      const rare = isRare(shape(asText(ofColumn(of)), rule.runs), { count: null, share: rule.share }, context)
      return [
        {
          columns: [of.name],
          violation: op('is_true', rare),
          missing: op('is_null', column(of.name)),
          failure: null,
        },
      ]
    }),
})
