import type { ColumnProfile } from '../../profile/types.ts'
import { amountWords, wordsOf } from '../names.ts'
import type { RuleCandidate } from '../types.ts'
import { heldBy } from '../words.ts'
import { eachColumn, ruleOn, tolerated } from './propose.ts'

interface Bounds {
  readonly words: ReadonlySet<string>
  readonly min: number
  readonly max: number | null
  readonly said: string
}

const of = (words: string) => new Set(words.split(' '))

/** What a column's name says of its numbers; the first that fits counts. */
const meant: readonly Bounds[] = [
  { words: of('latitude lat'), min: -90, max: 90, said: 'lie between -90 and 90' },
  { words: of('longitude lon lng'), min: -180, max: 180, said: 'lie between -180 and 180' },
  { words: of('percent percentage pct'), min: 0, max: 100, said: 'lie between 0 and 100' },
  { words: of('age'), min: 0, max: 120, said: 'lie between 0 and 120' },
  { words: of('month'), min: 1, max: 12, said: 'lie between 1 and 12' },
  { words: of('weekday'), min: 0, max: 7, said: 'lie between 0 and 7' },
  { words: amountWords, min: 0, max: null, said: 'are not negative' },
]

/** What is out of bounds is rare, and lies past the middle half of the values by far. */
const fewOut = 0.01

const quantile = ({ quantiles }: ColumnProfile, at: number): number =>
  Number(quantiles.find(each => each.at === at)?.value ?? Number.NaN)

const holdsMostly = (column: ColumnProfile, { min, max }: Bounds): boolean =>
  quantile(column, 0.05) >= min && (max === null || quantile(column, 0.95) <= max)

/** Numbers whose bounds the name tells and the values keep. */
export const range = eachColumn((column): readonly RuleCandidate[] => {
  if (column.shape !== 'number') return []
  const words = wordsOf(column.name)
  const bounds = meant.find(each => words.some(word => each.words.has(word)))
  if (bounds === undefined || !holdsMostly(column, bounds)) return []
  const { min, max, said } = bounds
  return [
    {
      rule: ruleOn('range', [column.name], { min, ...(max === null ? {} : { max }) }),
      atMost: tolerated(column, fewOut),
      weight: 40,
      because: outcome => heldBy(outcome, said),
    },
  ]
})
