import { isMissingWord } from '../missing.ts'
import { oddlyShaped, spellingsOf } from '../spellings.ts'
import { heldBy } from '../words.ts'
import { eachColumn, ruleOn, tolerated } from './propose.ts'

const mostValues = 25

/** Each value is there so many times, on average: a list of them is meant. */
const oftenEach = 10

/** Slips are not many. */
const fewSlips = 0.1

/** Texts of a short list: all values but those that are a slip of another one, or stand for none. */
export const inSet = eachColumn((column, { words }) => {
  const all = words.get(column.name) ?? []
  const known = all.filter(({ value }) => !isMissingWord(value))
  const slips = new Set(spellingsOf(known).flatMap(({ from }) => from.map(({ value }) => value)))
  const odd = oddlyShaped(known)
  const values = known.filter(({ value }) => !slips.has(value) && !odd.has(value)).map(({ value }) => value)
  if (values.length < 2 || values.length > mostValues || column.count < values.length * oftenEach) return []
  const list =
    values.length === 2 ? values.map(value => `\`${value}\``).join(' or ') : `one of the ${values.length} listed`
  return [
    {
      rule: ruleOn('in_set', [column.name], { values: values.toSorted() }),
      atMost: tolerated(column, fewSlips),
      weight: 50,
      because: outcome => heldBy(outcome, `are ${list}`),
    },
  ]
})
