import { dateFormats } from '../dates.ts'
import { codeWords, hasWord, phoneWords } from '../names.ts'
import type { RuleCandidate } from '../types.ts'
import { heldBy } from '../words.ts'
import { eachColumn, fewestToDiffer, ruleOn, tolerated } from './propose.ts'

/** Of what is written as a type, all but a few can be read. */
const fewOthers = 0.02

/** Texts that are numbers or days: those that are not stand out. */
export const type = eachColumn((column, { texts }): readonly RuleCandidate[] => {
  const figures = texts.get(column.name)
  if (column.shape !== 'text' || figures === undefined || column.count < fewestToDiffer) return []
  const nearlyAll = (times: number | undefined) => (times ?? 0) >= column.count * (1 - fewOthers)
  const candidate = (rule: RuleCandidate['rule'], said: string): RuleCandidate => ({
    rule,
    atMost: tolerated(column, fewOthers),
    weight: 70,
    because: outcome => heldBy(outcome, said),
  })
  const isCode = hasWord(column.name, codeWords) || hasWord(column.name, phoneWords) || figures.zeros > 0
  if (nearlyAll(figures.numbers.plain) && !isCode)
    return [candidate(ruleOn('type', [column.name], { type: 'DOUBLE' }), 'are numbers')]
  const [most] = dateFormats
    .map(each => ({ ...each, times: figures.dates[each.format] ?? 0 }))
    .toSorted((a, b) => b.times - a.times)
  if (most === undefined || !nearlyAll(most.times)) return []
  const settings = { formats: [most.format] }
  return [
    candidate(
      ruleOn('date_format', [column.name], settings),
      `are ${most.time ? 'times' : 'days'} written as ${most.said}`,
    ),
  ]
})
