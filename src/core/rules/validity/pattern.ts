import { field, z } from '../../node/settings.ts'
import { all, any, call, column, literal, op } from '../../relation/build.ts'
import { patternFault } from '../re2.ts'
import { defineRule, type RuleContext } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { asText, ofColumn } from '../values.ts'

const settings = ruleSettings('pattern', {
  patterns: field(z.array(z.string()).min(1), {
    label: 'Patterns',
    help: 'Regular expressions of RE2: no look-around, no back-references.',
    widget: 'textList',
  }),
  match: field(z.enum(['any', 'all']).default('any'), {
    label: 'Match',
    help: 'Of several patterns, one or all must match.',
    widget: 'choice',
  }),
  whole: field(z.boolean().default(false), {
    label: 'Whole value',
    help: 'The pattern must match the value from its beginning to its end, not a part of it.',
    widget: 'toggle',
  }),
})

type Pattern = z.output<typeof settings>

const valid = (rule: Pattern, context: RuleContext): boolean => {
  const faults = rule.patterns.map(patternFault)
  faults.forEach((fault, i) => {
    if (fault !== null)
      context.report({
        code: 'E-PATTERN',
        severity: 'error',
        setting: `patterns.${i}`,
        range: { start: fault.at, end: fault.end },
        message: `The pattern \`${rule.patterns[i]}\` cannot be used: ${fault.message}.`,
        ...(fault.hint ? { hint: fault.hint } : {}),
      })
  })
  return faults.every(fault => fault === null)
}

export const pattern = defineRule({
  kind: 'pattern',
  title: 'Pattern',
  summary: 'Texts match a regular expression, whole or in part.',
  dimension: 'validity',
  flags: 'cell',
  settings,
  help: `Flags values that do not match: a part of the value is enough, unless *Whole value* is set. Of several patterns one must match, or all
of them. Patterns are RE2 regular expressions, without look-around.

\`"patterns": ["[0-9]{5}"], "whole": true\`

| zip | |
| --- | --- |
| 04229 | |
| 4229 | flagged |
| D-04229 | flagged, since *Whole value* is set |`,
  describe: rule => `${rule.columns.join(', ')} like ${rule.patterns.join(rule.match === 'any' ? ' or ' : ' and ')}`,
  message: () => '{column} does not have the expected form: {value}',
  compile: (rule, context) => {
    const sound = valid(rule, context)
    return rule.columns.flatMap((name, i) => {
      const of = context.column(name, `columns.${i}`)
      if (of === null || !sound) return []
      const matches = rule.patterns.map(each =>
        call(rule.whole ? 'regexp_full_match' : 'regexp_matches', asText(ofColumn(of)), literal(each)),
      )
      const good = rule.match === 'any' ? any(matches) : all(matches)
      return [
        { columns: [of.name], violation: op('not', good), missing: op('is_null', column(of.name)), failure: null },
      ]
    })
  },
})
