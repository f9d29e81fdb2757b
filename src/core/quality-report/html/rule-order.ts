import { ruleSeverities } from '../../rules/types.ts'
import type { QualityRule } from '../types.ts'

/** Share of a rule's evaluated rows that break it. */
export const failedShare = ({ evaluated, failed }: QualityRule): number =>
  evaluated === null || failed === null || evaluated === 0 ? 0 : failed / evaluated

const rank = ({ holds, failed, gate }: QualityRule): number => {
  if (gate === 'stopped') return 0
  if (holds === false) return 1
  if (failed !== null && failed > 0) return 2
  return holds === null ? 4 : 3
}

/** What matters first: what stopped the run, what does not hold, the grave before the mild, the frequent before the rare. */
export const byWeight = (rules: readonly QualityRule[]): readonly QualityRule[] =>
  rules.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      ruleSeverities.indexOf(b.severity) - ruleSeverities.indexOf(a.severity) ||
      failedShare(b) - failedShare(a),
  )

/** Whether any row, or the whole, breaks the rule. */
export const isBroken = ({ failed, gate }: QualityRule): boolean => (failed ?? 0) > 0 || gate === 'stopped'
