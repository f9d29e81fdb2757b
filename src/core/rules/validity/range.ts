import { field, z } from '../../node/settings.ts'
import { any, column, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import { type Attempt, defineRule, type RuleContext } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { compare, familyOf, numberLiteral, ofColumn, type Typed } from '../values.ts'

const bound = z
  .union([
    z.number(),
    z.string(),
    z.strictObject({ column: z.string() }),
    z.strictObject({ expression: z.string().min(1) }),
  ])
  .nullable()
  .default(null)

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
type Bound = NonNullable<Range['min']>

const constant = (value: number | string, beside: Column): Typed => {
  const number = typeof value === 'number' || familyOf(beside.type) === 'number' ? numberLiteral(value) : null
  if (number === null) return { expression: literal(value), type: 'VARCHAR' }
  return { expression: number, type: Number.isInteger(Number(value)) ? 'BIGINT' : 'DECIMAL(38,9)' }
}

const beyond = (
  of: Column,
  limit: Bound,
  operator: '<' | '<=' | '>' | '>=',
  setting: string,
  context: RuleContext,
): Attempt | null => {
  if (typeof limit !== 'object') return { value: compare(operator, ofColumn(of), constant(limit, of)), failed: null }
  if ('column' in limit) {
    const other = context.column(limit.column, `${setting}.column`)
    return other && { value: compare(operator, ofColumn(of), ofColumn(other)), failed: null }
  }
  const text = context.text(`${setting}.expression`)
  return text && context.attempt(op(operator, column(of.name), text), [text])
}

const shown = (limit: Bound): string =>
  typeof limit !== 'object' ? String(limit) : 'column' in limit ? limit.column : limit.expression

const bounds = (rule: Range): string =>
  [
    rule.min === null ? null : `${rule.minStrict ? 'more than' : 'at least'} ${shown(rule.min)}`,
    rule.max === null ? null : `${rule.maxStrict ? 'less than' : 'at most'} ${shown(rule.max)}`,
  ]
    .filter(part => part !== null)
    .join(' and ')

const judge = (rule: Range, of: Column, context: RuleContext) => {
  const sides = [
    rule.min === null ? null : beyond(of, rule.min, rule.minStrict ? '<=' : '<', 'min', context),
    rule.max === null ? null : beyond(of, rule.max, rule.maxStrict ? '>=' : '>', 'max', context),
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
  describe: rule => `${rule.columns.join(', ')} ${bounds(rule)}`,
  message: rule => `{column} should be ${bounds(rule)}: {value}`,
  texts: rule =>
    (['min', 'max'] as const).flatMap(setting => {
      const limit = rule[setting]
      const typed = typeof limit === 'object' && limit !== null && 'expression' in limit
      return typed ? [{ setting: `${setting}.expression`, text: limit.expression }] : []
    }),
  compile: (rule, context) => {
    if (rule.min === null && rule.max === null) return noBound(context)
    return rule.columns.flatMap((name, i) => {
      const of = context.column(name, `columns.${i}`)
      return of === null ? [] : [judge(rule, of, context)]
    })
  },
})
