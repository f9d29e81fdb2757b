import { field, z } from '../../node/settings.ts'
import { any, column, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { named } from '../cells.ts'
import { defineRule, type RuleContext } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { bound, boundText, shownBound, standsTo } from './bound.ts'

const settings = ruleSettings('range', {
  min: field(bound, {
    label: 'At least',
    help: 'A value, { "column": … } or { "expression": … }; empty for no bound.',
    widget: 'bound',
  }),
  max: field(bound, {
    label: 'At most',
    help: 'A value, { "column": … } or { "expression": … }; empty for no bound.',
    widget: 'bound',
  }),
  minStrict: field(z.boolean().default(false), {
    label: 'More than',
    help: 'The lower bound itself is out.',
    widget: 'toggle',
  }),
  maxStrict: field(z.boolean().default(false), {
    label: 'Less than',
    help: 'The upper bound itself is out.',
    widget: 'toggle',
  }),
})

type Range = z.output<typeof settings>
const bounds = (rule: Range): string =>
  [
    rule.min === null ? null : `${rule.minStrict ? 'more than' : 'at least'} ${shownBound(rule.min)}`,
    rule.max === null ? null : `${rule.maxStrict ? 'less than' : 'at most'} ${shownBound(rule.max)}`,
  ]
    .filter(part => part !== null)
    .join(' and ')

const judge = (rule: Range, of: Column, context: RuleContext) => {
  const sides = [
    rule.min === null ? null : standsTo(of, rule.minStrict ? '<=' : '<', rule.min, 'min', context),
    rule.max === null ? null : standsTo(of, rule.maxStrict ? '>=' : '>', rule.max, 'max', context),
  ].filter(side => side !== null)
  const failures = sides.map(side => side.failed).filter((failed): failed is Expression => failed !== null)
  return {
    columns: [of.name],
    violation: any(sides.map(side => side.value)),
    missing: op('is_null', column(of.name)),
    failure: failures.length === 0 ? null : any(failures),
  }
}

const noBound = (context: RuleContext): readonly [] => {
  context.report({
    code: 'E-SETTING',
    severity: 'error',
    setting: 'min',
    message: 'The rule has neither a lower nor an upper bound.',
    hint: 'set `min`, `max` or both',
  })
  return []
}

export const range = defineRule({
  kind: 'range',
  title: 'Range',
  summary: 'Values lie between two bounds, each a value, another column or an expression.',
  dimension: 'validity',
  flags: 'cell',
  aliases: [
    'expect_column_values_to_be_between',
    'accepted_range',
    'in_range',
    'between',
    'valid min',
    'valid max',
    'isNonNegative',
    'isPositive',
  ],
  suits: ['number', 'date', 'time'],
  settings,
  help: `Flags values below the lower or above the upper bound. A bound is a value, a column of the same row
(\`{ "column": "cap" }\`) or an expression (\`{ "expression": "cap * 2" }\`); *More than* and *Less than* leave the bound itself out. A text in
a column of another type is compared as a number, day or time where it can be read as one, else as text. A bound that is null in a row does not flag it.

\`"min": 0, "max": { "column": "cap" }\`

| amount | cap | |
| --- | --- | --- |
| 5 | 10 | |
| -1 | 10 | flagged |
| 12 | 10 | flagged |`,
  describe: rule => `${named(rule)} ${bounds(rule)}`,
  message: rule => `{column} should be ${bounds(rule)}: {value}`,
  texts: rule => [...boundText('min', rule.min), ...boundText('max', rule.max)],
  compile: (rule, context) => {
    if (rule.min === null && rule.max === null) return noBound(context)
    return rule.columns.flatMap((name, i) => {
      const of = context.column(name, `columns.${i}`)
      return of === null ? [] : [judge(rule, of, context)]
    })
  },
})
