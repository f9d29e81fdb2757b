import type { ColumnProfile } from '../../profile/types.ts'
import { count, counted } from '../../quality-report/numbers.ts'
import { amountWords, hasWord, keyWords, phoneWords } from '../names.ts'
import { isCode } from '../shapes.ts'
import type { RuleCandidate, RuleOutcome } from '../types.ts'
import { quoted } from '../words.ts'
import { fewestRows, fewestToDiffer, type Proposer, ruleOn } from './propose.ts'

/** Of a key, fewer rows repeat another one or have none. */
const fewFaults = 0.05

/** So many rows would be equal by chance, if the values were: that they are not means something. */
const meantPast = 10

const mostPairs = 6

const isWhole = ({ type }: ColumnProfile): boolean => /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)

/** Whole numbers one after the other, with hardly a gap. */
const isRunning = (column: ColumnProfile): boolean =>
  isWhole(column) && Number(column.max) - Number(column.min) + 1 <= column.count * 1.1

const tellsApart = (column: ColumnProfile): boolean => {
  const { name, type, shape } = column
  if (hasWord(name, amountWords) || shape === 'date') return false
  if (type === 'UUID' || isRunning(column)) return true
  return (isWhole(column) || shape === 'text') && (hasWord(name, keyWords) || isCode(column))
}

const because =
  (what: string) =>
  ({ judged, failed, examples }: RuleOutcome): string =>
    failed === 0
      ? `No two of the ${counted(judged, 'row')} have the same ${what}, and none has none.`
      : `All but ${count(failed)} of ${counted(judged, 'row')} have ${what} of their own${examples.length > 0 ? `; not so ${quoted(examples)}` : ''}.`

const isSingle = ({ count: there, nulls, distinct }: ColumnProfile, rows: number): boolean => {
  if (!distinct.exact) return false
  const faults = rows - distinct.count
  return faults === 0 || (rows >= fewestToDiffer && nulls + (there - distinct.count) <= rows * (fewFaults / 2))
}

const part = (column: ColumnProfile): boolean =>
  column.nulls <= column.count * (fewFaults / 2) &&
  column.distinct.count > 1 &&
  (isCode(column) || (isWhole(column) && hasWord(column.name, keyWords))) &&
  !hasWord(column.name, amountWords) &&
  !hasWord(column.name, phoneWords)

/** Pairs that would repeat if their values met by chance. */
const pairsOf = (columns: readonly ColumnProfile[], rows: number): readonly (readonly [string, string])[] =>
  columns
    .flatMap((a, i) => columns.slice(i + 1).map(b => ({ a, b, room: a.distinct.count * b.distinct.count })))
    .filter(({ room }) => room >= rows * 0.9 && (rows * rows) / (2 * room) >= meantPast)
    .sort((one, other) => one.room - other.room)
    .slice(0, mostPairs)
    .map(({ a, b }) => [a.name, b.name])

/** Columns, alone or in pairs, that tell the rows apart. */
export const key: Proposer = ({ profile: { rows, columns } }) => {
  if (rows < fewestRows) return []
  const single = columns.filter(column => tellsApart(column) && isSingle(column, rows))
  const others = columns.filter(column => part(column) && !single.includes(column))
  const candidate = (names: readonly string[], weight: number): RuleCandidate => ({
    rule: ruleOn('primary_key', names),
    atMost: rows < fewestToDiffer ? 0 : fewFaults,
    weight,
    because: because(names.map(name => `\`${name}\``).join(' and ')),
  })
  return [
    ...single.map(({ name }) => candidate([name], 90)),
    ...pairsOf(others, rows).map(names => candidate(names, 60)),
  ]
}
