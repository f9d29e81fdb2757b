import { call, column } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import type { Observation } from '../observation.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import { between, numberBounds, strictness } from './bounds.ts'
import { judged, numbersOf, steady } from './numbers.ts'
import { inBounds } from './whole.ts'

/** Whether no sum of such numbers can overflow the type in which DuckDB adds them up: their sum is exact. */
const addsExactly = ({ type }: Column): boolean => {
  const digits = /^DECIMAL\((\d+),/.exec(type)?.[1]
  return digits === undefined ? /^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(type) : Number(digits) <= 18
}

const observed = (exact: boolean, measure: Expression) =>
  exact ? { expression: measure, type: 'HUGEINT' } : { expression: steady(measure), type: 'DOUBLE' }

export const sum = defineRule({
  kind: 'sum',
  title: 'Sum',
  summary: 'The sum of a column lies between two bounds.',
  dimension: 'accuracy',
  flags: 'whole',
  settings: ruleSettings('sum', { ...numberBounds, ...strictness }),
  aliases: ['expect_column_sum_to_be_between', 'total'],
  suits: ['number'],
  help: `The rule as a whole is flagged where the sum is out of its bounds; each column is judged. Whole numbers and decimals are added exactly.
Nulls, NaN, infinity and texts that are no number are left out; over no numbers it holds. Without bounds the value is recorded alone.

\`"columns": ["share"], "min": 100, "max": 100\`

| share | sum | |
| --- | --- | --- |
| 40, 60 | 100 | |
| 40, 50 | 90 | flagged |`,
  describe: rule => `sum of ${rule.columns.join(', ')} ${between(rule)}`,
  message: rule => `the sum should be ${between(rule)}`,
  whole: (rule, context) => {
    const observations = rule.columns.flatMap((name, i): Observation[] => {
      const of = numbersOf(name, `columns.${i}`, context)
      if (of === null) return []
      const exact = addsExactly(of.column)
      const measure = call('sum', judged(exact ? column(of.column.name) : of.value, context))
      return [{ column: of.column.name, measure, shown: found => observed(exact, found) }]
    })
    return observations.length < rule.columns.length ? null : inBounds(rule, observations)
  },
})
