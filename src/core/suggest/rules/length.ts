import { shareLike } from '../shapes.ts'
import type { RuleCandidate } from '../types.ts'
import { heldBy } from '../words.ts'
import { eachColumn, ruleOn, tolerated } from './propose.ts'

const fewOthers = 0.01

/** As many different values as make one length of all of them no accident. */
const fewestValues = 20

/** Codes of one length. */
export const length = eachColumn((column): readonly RuleCandidate[] => {
  const { shape, histogram, distinct, count, name } = column
  if (shape !== 'text' || histogram?.of !== 'length' || distinct.count < fewestValues) return []
  if (shareLike(column, /^[A9+._/-]+$|^[a9+._/-]+$/) < 0.9) return []
  const most = histogram.counts.indexOf(Math.max(...histogram.counts))
  const size = Number(histogram.edges[most + 1])
  const single = most === 0 ? size === histogram.edges[0] : size - Number(histogram.edges[most]) === 1
  if (!single || size < 2 || (histogram.counts[most] ?? 0) < count * (1 - fewOthers)) return []
  return [
    {
      rule: ruleOn('length', [name], { exact: size }),
      atMost: tolerated(column, fewOthers),
      weight: 20,
      because: outcome => heldBy(outcome, `have ${size} characters`),
    },
  ]
})
