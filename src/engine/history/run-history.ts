import type { LastGood, TrendPoint } from '#core/history.ts'
import type { Problem } from '#core/problem.ts'
import type { Report } from '#core/report.ts'
import { asStoreError } from '../stored/problem.ts'
import { noLastGood } from './last-good.ts'
import { historyStore } from './schema.ts'
import type { History } from './types.ts'

/**
 * The history as one run uses it: read once, when first asked, and written at the end. A run does not fail for it: what cannot be read is
 * empty, and `problem` says why.
 */
export interface RunHistory {
  lastGood(): Promise<LastGood>
  /** Earlier runs, oldest first. */
  trend(limit: number): Promise<readonly TrendPoint[]>
  record(report: Report, problems?: Promise<Report['problems']>): Promise<void>
  readonly problem: Problem | null
}

/** `before`: only runs that began before this time count; null: all. */
export const runHistory = (history: History, flow: string, before: string | null = null): RunHistory => {
  let problem: Problem | null = null
  let lastGood: Promise<LastGood> | null = null
  const attempt = async <T>(work: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work
    } catch (error) {
      const { problem: known } = asStoreError(historyStore.words, history.path, error)
      problem ??= { ...known, code: 'W-HISTORY', severity: 'warning' }
      return otherwise
    }
  }
  return {
    lastGood: () => {
      lastGood ??= attempt(history.lastGood(flow, before), noLastGood)
      return lastGood
    },
    trend: limit => attempt(history.trend(flow, limit), []),
    record: (report, problems) => attempt(history.record(flow, report, problems), undefined),
    get problem() {
      return problem
    },
  }
}
