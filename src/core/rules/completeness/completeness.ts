import { field, z } from '../../node/settings.ts'
import { aggregateCall, all, call, column, literal, op } from '../../relation/build.ts'
import { allColumns, named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'

const share = z.number().min(0).max(1)

const settings = ruleSettings('completeness', {
  min: field(share.default(1), {
    label: 'At least',
    help: 'The least share of cells that hold a value, from 0 to 1.',
    widget: 'number',
  }),
  max: field(share.default(1), {
    label: 'At most',
    help: 'The greatest share of cells that hold a value, from 0 to 1.',
    widget: 'number',
    advanced: true,
  }),
})

const percent = (of: number): string => `${Number((of * 100).toPrecision(12))} %`

const bounds = ({ min, max }: { readonly min: number; readonly max: number }): string =>
  max < 1 ? `${percent(min)} to ${percent(max)}` : `at least ${percent(min)}`

export const completenessShare = defineRule({
  kind: 'completeness',
  title: 'Completeness',
  summary: 'The share of cells that hold a value lies between two bounds.',
  dimension: 'completeness',
  flags: 'whole',
  aliases: ['hasCompleteness', 'isComplete', 'not_null_proportion', 'missing_percent', 'null share'],
  settings,
  help: `Judges all rows together: of each column, the share of cells that are not null must lie between the bounds. What was observed is the least
share of the columns. No row is flagged.

\`"columns": ["email"], "min": 0.95\`

| email | |
| --- | --- |
| ann@example.org | |
| *null* | not flagged; 50 % are there, and the rule does not hold |`,
  describe: rule => `${named(rule)} filled to ${bounds(rule)}`,
  message: rule => `${named(rule)} should be filled to ${bounds(rule)}`,
  whole: (rule, context) => {
    const columns = allColumns(rule, context)
    if (columns === null) return null
    const only = context.applies ? { where: context.applies } : {}
    const counts = columns.map(each => aggregateCall('count', [column(each.name)], only))
    return {
      rows: null,
      measures: [aggregateCall('count', [literal(1)], only), ...counts],
      verdict: ([rows, ...found]) => {
        const shares = found.map(each => op('/', each, call('nullif', rows!, literal(0))))
        return {
          observed: shares.length === 1 ? shares[0]! : call('least', ...shares),
          holds: all(shares.flatMap(each => [op('>=', each, literal(rule.min)), op('<=', each, literal(rule.max))])),
        }
      },
    }
  },
})
