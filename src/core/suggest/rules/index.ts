import type { Evidence, RuleCandidate } from '../types.ts'
import { dependency } from './dependency.ts'
import { format } from './format.ts'
import { inSet } from './in-set.ts'
import { key } from './key.ts'
import { length } from './length.ts'
import { notInFuture } from './not-in-future.ts'
import { notNull } from './not-null.ts'
import { order } from './order.ts'
import { pattern } from './pattern.ts'
import type { Proposer } from './propose.ts'
import { range } from './range.ts'
import { reference } from './reference.ts'
import { sum } from './sum.ts'
import { type } from './type.ts'

const proposers: readonly Proposer[] = [
  key,
  reference,
  format,
  type,
  inSet,
  pattern,
  length,
  range,
  notInFuture,
  order,
  sum,
  dependency,
  notNull,
]

/** Every rule that may be meant by what is known of the rows. */
export const proposeRules = (evidence: Evidence): readonly RuleCandidate[] =>
  proposers.flatMap(propose => propose(evidence))
