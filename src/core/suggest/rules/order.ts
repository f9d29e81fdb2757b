import type { ColumnProfile } from '../../profile/types.ts'
import { count, counted } from '../../quality-report/numbers.ts'
import { without, wordsOf } from '../names.ts'
import type { RuleCandidate } from '../types.ts'
import { fewestRows, fewestToDiffer, type Proposer, ruleOn } from './propose.ts'

const fewWrong = 0.03

/** Words of what comes first, and of what comes after it. */
const pairs: readonly (readonly [string, string])[] = [
  ['start', 'end'],
  ['begin', 'end'],
  ['from', 'to'],
  ['from', 'until'],
  ['since', 'until'],
  ['ordered', 'shipped'],
  ['order', 'ship'],
  ['order', 'delivery'],
  ['order', 'shipping'],
  ['shipped', 'delivered'],
  ['created', 'updated'],
  ['created', 'modified'],
  ['created', 'closed'],
  ['opened', 'closed'],
  ['opened', 'inspected'],
  ['inspected', 'until'],
  ['admitted', 'discharged'],
  ['admission', 'discharge'],
  ['birth', 'death'],
  ['born', 'died'],
  ['departure', 'arrival'],
  ['min', 'max'],
  ['minimum', 'maximum'],
  ['low', 'high'],
  ['net', 'gross'],
]

const has = (name: string, word: string): boolean => wordsOf(name).includes(word)

const isPair = (a: ColumnProfile, b: ColumnProfile): boolean =>
  a.shape === b.shape &&
  (a.shape === 'date' || a.shape === 'number') &&
  pairs.some(([first, second]) => {
    if (!has(a.name, first) || !has(b.name, second)) return false
    return a.shape === 'date' || without(a.name, new Set([first])) === without(b.name, new Set([second]))
  })

/** Two days or numbers of a row of which one comes first. */
export const order: Proposer = ({ profile: { rows, columns } }) =>
  rows < fewestRows
    ? []
    : columns.flatMap(a =>
        columns
          .filter(b => a !== b && isPair(a, b))
          .map((b): RuleCandidate => {
            const dates = a.shape === 'date'
            const rule = dates
              ? ruleOn('date_order', [a.name, b.name])
              : ruleOn('pair_greater', [b.name, a.name], { orEqual: true })
            return {
              rule,
              atMost: rows < fewestToDiffer ? 0 : fewWrong,
              weight: 55,
              because: ({ judged, failed }) =>
                failed === 0
                  ? `In all ${counted(judged, 'row')} with both, \`${a.name}\` is not ${dates ? 'after' : 'more than'} \`${b.name}\`.`
                  : `In ${count(judged - failed)} of ${counted(judged, 'row')} with both, \`${a.name}\` is not ${dates ? 'after' : 'more than'} \`${b.name}\`; in ${count(failed)} it is.`,
            }
          }),
      )
