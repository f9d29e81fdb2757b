import { count, counted } from '../../quality-report/numbers.ts'
import type { RuleCandidate } from '../types.ts'
import { fewestRows, fewestToDiffer, type Proposer, ruleOn } from './propose.ts'

/** Of a column that may be empty, more rows are. */
const fewNulls = 0.01

/** Columns that always have a value, together, and each column that has nearly always one. */
export const notNull: Proposer = ({ profile: { rows, columns } }) => {
  if (rows < fewestRows) return []
  const full = columns.filter(({ nulls }) => nulls === 0).map(({ name }) => name)
  const nearly = columns.filter(({ nulls }) => nulls > 0 && rows >= fewestToDiffer && nulls <= rows * fewNulls)
  const always: RuleCandidate = {
    rule: ruleOn('not_null', full),
    atMost: 0,
    weight: 10,
    because: ({ judged }) => `Each of the ${counted(judged, 'row')} has a value.`,
  }
  return [
    ...(full.length > 0 ? [always] : []),
    ...nearly.map(
      ({ name }): RuleCandidate => ({
        rule: ruleOn('not_null', [name]),
        atMost: fewNulls,
        weight: 30,
        because: ({ judged, failed }) =>
          `${count(judged - failed)} of ${counted(judged, 'row')} have a value; ${count(failed)} ${failed === 1 ? 'has' : 'have'} none.`,
      }),
    ),
  ]
}
