import type { ColumnProfile } from '../../profile/types.ts'
import { count, counted } from '../../quality-report/numbers.ts'
import type { RuleCandidate } from '../types.ts'
import { fewestToDiffer, type Proposer, ruleOn } from './propose.ts'

const fewWrong = 0.02

const mostColumns = 12

/** Means add up as the values do, but for the rows that are wrong. */
const near = 0.03

const mean = (column: ColumnProfile): number => Number(column.mean)

const exact = (column: ColumnProfile): number => (/^(DOUBLE|FLOAT)$/.test(column.type) ? 0.005 : 0)

/** Numbers of a row of which two add up to a third. */
export const sum: Proposer = ({ profile: { rows, columns } }) => {
  if (rows < fewestToDiffer) return []
  const numbers = columns.filter(
    ({ shape, mean: middle, distinct, nulls }) =>
      shape === 'number' && middle !== null && distinct.count > 10 && nulls < rows / 2,
  )
  if (numbers.length > mostColumns) return []
  return numbers.flatMap((a, i) =>
    numbers.slice(i + 1).flatMap(b =>
      numbers
        .filter(
          total =>
            total !== a && total !== b && Math.abs(mean(a) + mean(b) - mean(total)) <= near * Math.abs(mean(total)),
        )
        .map(
          (total): RuleCandidate => ({
            rule: ruleOn('sum_equals', [a.name, b.name], {
              total: { column: total.name },
              tolerance: Math.max(exact(a), exact(b), exact(total)),
            }),
            atMost: fewWrong,
            weight: 58,
            because: ({ judged, failed }) =>
              failed === 0
                ? `In all ${counted(judged, 'row')}, \`${a.name}\` and \`${b.name}\` add up to \`${total.name}\`.`
                : `In ${count(judged - failed)} of ${counted(judged, 'row')}, \`${a.name}\` and \`${b.name}\` add up to \`${total.name}\`; in ${count(failed)} they do not.`,
          }),
        ),
    ),
  )
}
