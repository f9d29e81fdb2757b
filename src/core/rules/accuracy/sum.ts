import { call, column } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'
import type { Column } from '../../relation/relation.ts'
import type { Observation } from '../observation.ts'
import { defineRule } from '../rule.ts'
import { ruleSettings } from '../settings.ts'
import type { Typed } from '../values.ts'
import { between, numberBounds, strictness } from './bounds.ts'
import { judged, numbersOf, steady } from './numbers.ts'
import { inBounds } from './whole.ts'

/** The type in which DuckDB adds up such numbers exactly and without overflow; null: there is none. */
const exactSum = ({ type }: Column): string | null => {
  const [, digits, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? []
  if (digits !== undefined) return Number(digits) <= 18 ? `DECIMAL(38,${scale})` : null
  return /^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(type) ? 'HUGEINT' : null
}

const shown = (exact: string | null, measure: Expression): Typed =>
  exact === null ? { expression: steady(measure), type: 'DOUBLE' } : { expression: measure, type: exact }

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
      const exact = exactSum(of.column)
      const measure = call('sum', judged(exact === null ? of.value : column(of.column.name), context))
      return [{ column: of.column.name, measure, shown: found => shown(exact, found) }]
    })
    return observations.length < rule.columns.length ? null : inBounds(rule, observations)
  },
})
