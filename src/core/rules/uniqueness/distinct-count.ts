import { z } from '../../node/settings.ts'
import { aggregateCall, column } from '../../relation/build.ts'
import { allColumns, named } from '../cells.ts'
import { defineRule } from '../rule.ts'
import { evaluated, tuple } from '../sets.ts'
import { ruleSettings } from '../settings.ts'
import { betweenWords, boundsOf, hasBounds, isBetween } from './between.ts'

export const distinctCount = defineRule({
  kind: 'distinct_count',
  title: 'Distinct count',
  summary: 'The number of different values lies between two bounds.',
  dimension: 'uniqueness',
  flags: 'whole',
  settings: ruleSettings('distinct_count', boundsOf('different values', z.int().min(0))),
  aliases: [
    'cardinality',
    'expect_column_unique_value_count_to_be_between',
    'hasNumberOfDistinctValues',
    'cardinality_equality',
    'approx_count_distinct',
  ],
  help: `Counts the different values of the columns, several taken together, over all rows, and holds the count against the bounds. Nulls are not
counted. No row is flagged.

\`"columns": ["region"], "min": 2, "max": 4\`

| region | |
| --- | --- |
| north | |
| south | |
| north | not flagged: 2 different values are enough |`,
  describe: rule => `${named(rule)}: ${betweenWords(rule)} different values`,
  message: rule => `${named(rule)} should have ${betweenWords(rule)} different values`,
  whole: (rule, context) => {
    const keys = allColumns(rule, context)
    if (keys === null || !hasBounds(rule, context)) return null
    const columns = keys.map(key => column(key.name))
    const of = columns.length === 1 ? columns[0]! : tuple(columns)
    return {
      rows: null,
      measures: [aggregateCall('count', [of], { distinct: true, where: evaluated(context, keys) })],
      verdict: ([count]) => ({ observed: count!, holds: isBetween(count!, rule) }),
    }
  },
})
