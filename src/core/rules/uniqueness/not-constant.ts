import { aggregateCall, all, any, call, cases, cast, column, literal, op } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import { allColumns, named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

export const notConstant = defineRule({
  kind: 'not_constant',
  title: 'Not constant',
  summary: 'Not all values of a column are the same.',
  dimension: 'uniqueness',
  flags: 'whole',
  settings: ruleSettings('not_constant', {}),
  aliases: ['constant column', 'dbt_utils.not_constant', 'stuck value', 'variance'],
  help: `Holds if each of the columns has at least two different values. Nulls are left out, and a column with fewer than two values is not judged.
What was observed names the columns that are always the same. No row is flagged.

\`"columns": ["sensor"]\`

| sensor | |
| --- | --- |
| 21.5 | |
| 21.5 | not flagged; the rule does not hold |`,
  describe: rule => `${named(rule)} not always the same`,
  message: rule => `${named(rule)} should not always be the same`,
  whole: (rule, context) => {
    const columns = allColumns(rule, context)
    if (columns === null) return null
    const only = context.applies ? { where: context.applies } : {}
    const measures = columns.flatMap(each =>
      ['min', 'max', 'count'].map(name => aggregateCall(name, [column(each.name)], only)),
    )
    return {
      rows: null,
      measures,
      verdict: found => {
        const judged = columns.map((each, i) => {
          const [least, most, count] = found.slice(i * 3) as [Expression, Expression, Expression]
          const constant = all([op('>', count, literal(1)), op('is_true', op('=', least, most))])
          const name = columns.length === 1 ? 'always ' : `${each.name} is always `
          const said = op('||', literal(name), cast(least, 'VARCHAR'))
          return { constant, said: cases([{ when: constant, result: said }]) }
        })
        const said = call('concat_ws', literal(', '), ...judged.map(each => each.said))
        return {
          observed: call('coalesce', call('nullif', said, literal('')), literal('varies')),
          holds: op('not', any(judged.map(each => each.constant))),
        }
      },
    }
  },
})
