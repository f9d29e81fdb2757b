import { field, z } from '../../node/settings.ts'
import { all, any, column, op } from '../../relation/build.ts'
import type { Column } from '../../relation/relation.ts'
import { named } from '../cells.ts'
import { defineRule, type RuleContext, type RulePart } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { type Bound, bound, boundText, type Sign, shownBound, standsTo } from './bound.ts'

const words = {
  '=': 'equal to',
  '<>': 'other than',
  '<': 'less than',
  '<=': 'at most',
  '>': 'more than',
  '>=': 'at least',
}

const settings = ruleSettings('compare', {
  operator: field(z.enum(['=', '<>', '<', '<=', '>', '>=']).default('='), {
    label: 'Operator',
    help: 'How the value should stand to the other.',
    widget: 'choice',
    labels: words,
  }),
  value: field(bound, {
    label: 'Value',
    help: 'A value, { "column": … } or { "expression": … }.',
    widget: 'bound',
  }),
})

type Compare = z.output<typeof settings>

/** Each operator as what is true of a bad row: a comparison, or that it is false. */
const bad: Readonly<Record<Compare['operator'], { readonly sign: Sign; readonly negated: boolean }>> = {
  '=': { sign: '=', negated: true },
  '<>': { sign: '=', negated: false },
  '<': { sign: '>=', negated: false },
  '<=': { sign: '>', negated: false },
  '>': { sign: '<=', negated: false },
  '>=': { sign: '<', negated: false },
}

const judge = (rule: Compare, value: Bound, of: Column, context: RuleContext): readonly RulePart[] => {
  const { sign, negated } = bad[rule.operator]
  const found = standsTo(of, sign, value, 'value', context)
  if (found === null) return []
  const known = found.failed ? [op('not', found.failed)] : []
  // a constant is never null
  const unknown = typeof value === 'object' ? [all([...known, op('is_null', found.value)])] : []
  return [
    {
      columns: [of.name],
      violation: negated ? op('not', found.value) : found.value,
      missing: any([op('is_null', column(of.name)), ...unknown]),
      failure: found.failed,
    },
  ]
}

export const compareRule = defineRule({
  kind: 'compare',
  title: 'Compare',
  summary: 'Values stand in a given order to a value, another column or an expression.',
  dimension: 'validity',
  flags: 'cell',
  aliases: ['equal_to', 'not_equal_to', 'greater_than', 'less_than', 'eq', 'ne', 'gt', 'lt', 'isLessThan', 'satisfies'],
  settings,
  help: `Flags values for which the comparison is false. The other side is a value, a column of the same row (\`{ "column": "cap" }\`) or an expression
(\`{ "expression": "cap * 2" }\`); where either side is null, there is nothing to judge. A text beside another type is compared as a number, day or time where it
can be read as one, else both as texts.

\`"operator": "<=", "value": { "column": "cap" }\`

| amount | cap | |
| --- | --- | --- |
| 5 | 10 | |
| 12 | 10 | flagged |
| 12 | *null* | not judged |`,
  describe: rule => `${named(rule)} ${words[rule.operator]} ${rule.value === null ? '?' : shownBound(rule.value)}`,
  message: rule =>
    `{column} should be ${words[rule.operator]} ${rule.value === null ? '?' : shownBound(rule.value)}: {value}`,
  texts: rule => boundText('value', rule.value),
  compile: (rule, context) => {
    const { value } = rule
    if (value === null) {
      context.report({
        code: 'E-SETTING',
        severity: 'error',
        setting: 'value',
        message: 'The rule has nothing to compare with.',
        hint: 'set `value`',
      })
      return []
    }
    return rule.columns.flatMap((name, i) => {
      const of = context.column(name, `columns.${i}`)
      return of === null ? [] : judge(rule, value, of, context)
    })
  },
})
