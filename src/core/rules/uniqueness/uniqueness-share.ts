import { field, z } from '../../node/settings.ts'
import { aggregate, aggregateCall, cases, column, keep, literal, op, where } from '../../relation/build.ts'
import { allColumns, named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { evaluated, namesOf } from '../sets.ts'
import { ruleSettings } from '../settings.ts'
import { betweenWords, boundsOf, hasBounds, isBetween } from './between.ts'

const settings = ruleSettings('uniqueness_share', {
  count: field(z.enum(['distinct', 'once']).default('distinct'), {
    label: 'Count',
    help: 'distinct counts each different value once, once only the values that do not come again.',
    widget: 'choice',
  }),
  ...boundsOf('of them as a share, from 0 to 1', z.number().min(0).max(1)),
})

const percent = (share: number): string => `${Number((share * 100).toPrecision(12))} %`

const words = (rule: z.output<typeof settings>): string =>
  `${betweenWords(rule, percent)} ${rule.count === 'once' ? 'once only' : 'different'}`

export const uniquenessShare = defineRule({
  kind: 'uniqueness_share',
  title: 'Uniqueness share',
  summary: 'The share of different values, or of those that occur once, lies between two bounds.',
  dimension: 'uniqueness',
  flags: 'whole',
  settings,
  aliases: [
    'expect_column_proportion_of_unique_values_to_be_between',
    'hasUniqueness',
    'hasDistinctness',
    'unique_proportion',
    'duplicate_percent',
  ],
  help: `Divides the number of different values of the columns, several taken together, by the number of values, and holds the share against the
bounds. With *Count* \`once\` only values that occur once are counted. Nulls are left out. No row is flagged.

\`"columns": ["email"], "min": 0.9\`

| email | |
| --- | --- |
| ann@example.org | |
| ann@example.org | not flagged; 50 % are different, and the rule does not hold |`,
  describe: rule => `${named(rule)}: ${words(rule)}`,
  message: rule => `The values of ${named(rule)} should be ${words(rule)}`,
  whole: (rule, context) => {
    const keys = allColumns(rule, context)
    if (keys === null || !hasBounds(rule, context)) return null
    const counted = { name: '__weir_count', expression: aggregateCall('count', [literal(1)]) }
    const count = column(counted.name)
    const only = rule.count === 'once' ? { where: op('=', count, literal(1)) } : {}
    return {
      rows: aggregate(where(context.rows, evaluated(context, keys)), keep(namesOf(keys)), [counted]),
      measures: [aggregateCall('count', [literal(1)], only), aggregateCall('sum', [count])],
      verdict: ([part, total]) => {
        const share = cases([{ when: op('>', total!, literal(0)), result: op('/', part!, total!) }])
        return { observed: share, holds: isBetween(share, rule) }
      },
    }
  },
})
