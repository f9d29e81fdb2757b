import type { AnyRuleKind } from '../rule.ts'
import { everyPeriod } from './every-period.ts'
import { freshness } from './freshness.ts'
import { notInFuture } from './not-in-future.ts'
import { notOlderThan } from './not-older-than.ts'

/** Rules of timeliness, in the order in which they are offered. */
export const timeliness: readonly AnyRuleKind[] = [freshness, notInFuture, notOlderThan, everyPeriod]
