import type { LastGood, RunSummary, TrendPoint } from '#core/history.ts'
import type { Report } from '#core/report.ts'

/**
 * The runs of the flows that share one state folder, in its `history.duckdb`. A flow goes by its key (`flowKey`). Where there is no
 * history yet, every question has an empty answer; where it cannot be used, a call throws a `ProblemError` with `E-HISTORY`.
 */
export interface History {
  /** Of its file. */
  readonly path: string
  /**
   * Adds a run, whole or not at all; runs of the flow past `keptRuns` or older than `keptDays` go, with their manifests. `problems`: all of the
   * report's, where some of them may still come.
   */
  record(flow: string, report: Report, problems?: Promise<Report['problems']>): Promise<void>
  /** Forgets all runs of a flow, with their manifests; says how many. */
  clear(flow: string): Promise<number>
  /** Newest first; null: of all flows. */
  runs(flow: string | null, limit: number): Promise<readonly RunSummary[]>
  /** The report of a run as it was recorded. */
  report(run: string): Promise<Report | null>
  /** `before`: as it was at that time. */
  lastGood(flow: string, before?: string | null): Promise<LastGood>
  /** Oldest first, ending with the newest run; `limit` counts runs. */
  trend(flow: string, limit: number): Promise<readonly TrendPoint[]>
}
