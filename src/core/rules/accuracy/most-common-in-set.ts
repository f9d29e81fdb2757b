import { field, z } from '../../node/settings.ts'
import {
  aggregate,
  aggregateCall,
  all,
  any,
  call,
  column,
  keep,
  literal,
  op,
  project,
  scalarOf,
  where,
} from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column, Relation } from '../../relation/relation.ts'
import { defineRule, type RuleContext } from '../rule.ts'
import { ruleSettingsWith } from '../settings.ts'
import { compare, ofColumn } from '../values.ts'
import { constantBeside } from './constant.ts'

const columns = field(z.array(z.string()).length(1), {
  label: 'Column',
  help: 'The column that is judged.',
  widget: 'columns',
})

const settings = ruleSettingsWith('most_common_in_set', columns, {
  values: field(z.array(z.union([z.string(), z.number(), z.boolean()])), {
    label: 'Values',
    help: 'The values that may be the most common one.',
    widget: 'textList',
  }),
  ties: field(z.enum(['fail', 'any']).default('fail'), {
    label: 'Ties',
    help: 'Where several values are equally common: fail does not hold, any holds if one of them is in the set.',
    widget: 'choice',
  }),
})

const counted = aggregateCall('count', [literal(1)])

/** The values that no other value is more common than, one a row. */
const mostCommon = (of: Column, context: RuleContext): Relation => {
  const there = op('is_not_null', column(of.name))
  const rows = where(context.rows, context.applies === null ? there : all([context.applies, there]))
  const groups = aggregate(rows, keep([of.name]), [{ name: '__weir_count', expression: counted }])
  const top = aggregate(groups, [], [{ name: 'top', expression: call('max', column('__weir_count')) }])
  return project(where(groups, op('=', column('__weir_count'), scalarOf(top, 'top'))), keep([of.name]))
}

const inSet = (of: Column, values: readonly (string | number | boolean)[]): Expression =>
  any(values.map(value => compare('=', ofColumn(of), constantBeside(value, of.type))))

const shownTies = 10

export const mostCommonInSet = defineRule({
  kind: 'most_common_in_set',
  title: 'Most common in set',
  summary: 'The most common value of a column is one of a given list.',
  dimension: 'accuracy',
  flags: 'whole',
  settings,
  aliases: ['expect_column_most_common_value_to_be_in_set', 'mode', 'top value'],
  help: `The rule as a whole is flagged where the most common value is not in the list. Where several are equally common it is flagged, too, unless *Ties* is
\`any\` and one of them is in the list. Nulls are left out; over no values it holds.

\`"columns": ["state"], "values": ["paid", "open"]\`

| state | most common | |
| --- | --- | --- |
| paid, paid, void | paid | |
| void, void, paid | void | flagged |`,
  describe: rule => `most common ${rule.columns.join(', ')} one of ${rule.values.map(String).join(', ') || 'nothing'}`,
  message: rule => `the most common value should be one of ${rule.values.map(String).join(', ') || 'nothing'}`,
  whole: (rule, context) => {
    const of = context.column(rule.columns[0]!, 'columns.0')
    if (of === null) return null
    const good = aggregateCall('count', [literal(1)], { where: inSet(of, rule.values) })
    return {
      rows: mostCommon(of, context),
      measures: [call('min', column(of.name), literal(shownTies)), counted, good],
      verdict: ([values, ties, known]) => ({
        observed: values!,
        holds: any([
          op('=', ties!, literal(0)),
          all([op('>', known!, literal(0)), ...(rule.ties === 'any' ? [] : [op('=', ties!, literal(1))])]),
        ]),
      }),
    }
  },
})
