import { isWhole, patternOf, roughly, roughShapes } from '../shapes.ts'
import type { RuleCandidate } from '../types.ts'
import { heldBy, quoted } from '../words.ts'
import { eachColumn, fewestToDiffer, ruleOn, tolerated } from './propose.ts'

/** What differs in shape is rare. */
const fewOthers = 0.02

/** A shape that so many values have is one of its own. */
const ownFrom = 0.002

const fewest = 3

/** Codes: digits, and letters and signs around them, in one shape but for the lengths of runs. */
export const pattern = eachColumn((column, { texts }): readonly RuleCandidate[] => {
  const { name, shape, count, patterns, roughPatterns, length, distinct } = column
  // where shapes are told with their runs as one, nobody knows how long these are
  if (shape !== 'text' || roughPatterns || length === null || distinct.count < 2) return []
  const { shapes, rest } = roughShapes(column)
  const [most, ...others] = shapes
  if (most === undefined || !most.pattern.includes('9') || !isWhole(most.pattern)) return []
  const differing = count - most.count
  const concentrated = Math.max(fewest, count * ownFrom)
  if (differing > count * fewOthers || others.some(other => other.count > concentrated)) return []
  if (differing > 0 && (count < fewestToDiffer || rest > concentrated)) return []
  const own = patterns.map(each => each.pattern).filter(each => roughly(each) === most.pattern)
  if (length.max < 3) return []
  const ascii = texts.get(name)?.ascii === count
  return [
    {
      rule: ruleOn('pattern', [name], { patterns: [patternOf(own, ascii)], whole: true }),
      atMost: tolerated(column, fewOthers),
      weight: 35,
      because: outcome => heldBy(outcome, `look like ${quoted(own)}, with A for a letter and 9 for a digit`),
    },
  ]
})
