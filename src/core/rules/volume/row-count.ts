import { field, z } from '../../node/settings.ts'
import { aggregate, aggregateCall, all, call, literal, op, scalarOf } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { defineRule } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'

const columns = field(z.array(z.string()).max(0).default([]), {
  label: 'Columns',
  help: 'None: the rule counts rows.',
  widget: 'columns',
  advanced: true,
})

const count = z.int().min(0).nullable().default(null)
const percent = z.number().min(0)

const settings = ruleSettingsWith('row_count', columns, {
  min: field(count, { label: 'At least', help: 'The smallest number of rows; empty for no bound.', widget: 'number' }),
  max: field(count, { label: 'At most', help: 'The largest number of rows; empty for no bound.', widget: 'number' }),
  input: field(z.string().min(1).nullable().default(null), {
    label: 'Same as input',
    help: 'Another input of this node that should have as many rows; empty for none.',
    widget: 'input',
  }),
  within: field(percent.default(0), {
    label: 'Within percent',
    help: 'By how many percent of its rows the number may differ from that of the other input.',
    widget: 'number',
  }),
  fall: field(percent.nullable().default(null), {
    label: 'Fall at most',
    help: 'By how many percent there may be fewer rows than in the last good run; empty for any.',
    widget: 'number',
  }),
  rise: field(percent.nullable().default(null), {
    label: 'Rise at most',
    help: 'By how many percent there may be more rows than in the last good run; empty for any.',
    widget: 'number',
  }),
})

type RowCount = z.output<typeof settings>

const rows = (where: Expression | null): Expression =>
  aggregateCall('count', [literal(1)], where === null ? {} : { where })

const sinceLast = ({ fall, rise }: RowCount): readonly string[] => {
  const parts = [
    ...(fall === null ? [] : [`at most ${fall} % fewer`]),
    ...(rise === null ? [] : [`at most ${rise} % more`]),
  ]
  return parts.length === 0 ? [] : [`${parts.join(' and ')} than in the last good run`]
}

const limits = (rule: RowCount): readonly string[] => [
  ...(rule.min === null ? [] : [`at least ${rule.min}`]),
  ...(rule.max === null ? [] : [`at most ${rule.max}`]),
  ...(rule.input === null
    ? []
    : [`as many as ${rule.input}${rule.within === 0 ? '' : `, give or take ${rule.within} %`}`]),
  ...sinceLast(rule),
]

const said = (rule: RowCount): string => limits(rule).join(' and ') || 'any number'

const bounds = (rule: RowCount, observed: Expression): readonly Expression[] => [
  ...(rule.min === null ? [] : [op('>=', observed, literal(rule.min))]),
  ...(rule.max === null ? [] : [op('<=', observed, literal(rule.max))]),
]

const near = (observed: Expression, other: Expression, within: number): Expression => {
  if (within === 0) return op('=', observed, other)
  const apart = call('abs', op('-', observed, other))
  return op('<=', op('*', apart, literal(100)), op('*', other, literal(within, 'DOUBLE')))
}

export const rowCount = defineRule({
  kind: 'row_count',
  title: 'Row count',
  summary: 'There are as many rows as expected.',
  dimension: 'volume',
  flags: 'whole',
  settings,
  aliases: [
    'expect_table_row_count_to_be_between',
    'expect_table_row_count_to_equal',
    'expect_table_row_count_to_equal_other_table',
    'equal_rowcount',
    'hasSize',
  ],
  suits: [],
  initial: { min: 1 },
  help: `The rule as a whole is flagged where the number of rows is out of its bounds, differs from that of another input by more than *Within percent*, or has
fallen or risen too far since the last good run. An empty input has 0 rows, and is judged. With *Only when*, those rows are counted.

\`"min": 1, "input": "orders", "within": 5\`, where orders has 100 rows:

| rows | |
| --- | --- |
| 97 | |
| 94 | flagged |`,
  describe: rule => `rows: ${said(rule)}`,
  message: rule => `the number of rows should be ${said(rule)}`,
  whole: (rule, context) => {
    const other = rule.input === null ? null : context.lookup(rule.input, 'input')
    if (rule.input !== null && other === null) return null
    const total = other && scalarOf(aggregate(other, [], [{ name: 'total', expression: rows(null) }]), 'total')
    const compared = total === null ? [] : [(observed: Expression) => near(observed, total, rule.within)]
    return {
      rows: null,
      measures: [rows(context.applies)],
      verdict: ([observed]) => ({
        observed: observed!,
        holds: all([...bounds(rule, observed!), ...compared.map(each => each(observed!))]),
      }),
      ...(rule.fall === null && rule.rise === null ? {} : { lastGood: { fall: rule.fall, rise: rule.rise } }),
    }
  },
})
