import type { ParameterValue } from './flow/types.ts'
import type { NodeReport, Report, RuleReport } from './report.ts'

/** A run as `weir runs` lists it. */
export interface RunSummary {
  readonly id: string
  /** The flow's path from the folder around the state folder, or its name where it was never saved. */
  readonly flow: string
  readonly name: string
  /** Of the flow as it was. */
  readonly sha256: string
  readonly status: Report['run']['status']
  readonly startedAt: string
  readonly finishedAt: string
  readonly asOf: string
  readonly params: Readonly<Record<string, ParameterValue>>
  readonly ms: number
  /** Rows and bytes of the files that its sources read; null: not known. */
  readonly rowsIn: number | null
  readonly bytesIn: number | null
  /** The newest modification of a file that was read. */
  readonly dataAt: string | null
  /** Rows that its sinks published; null: it has no sink, or ended before it came to any. */
  readonly rows: number | null
  /** Bytes of the same. */
  readonly bytes: number | null
  /** The most that the engine held in memory, and on disk beside it, while it ran. */
  readonly memoryBytes: number | null
  readonly spilledBytes: number | null
  readonly flaggedRows: number
  readonly score: number
}

/** What one run says of a flow's quality: a point of the trend. */
export interface TrendPoint {
  readonly id: string
  readonly status: Report['run']['status']
  readonly startedAt: string
  readonly score: number
  readonly flaggedRows: number
  readonly dimensions: Readonly<Record<string, number>>
  readonly rules: readonly {
    readonly node: string
    readonly rule: string
    readonly evaluated: number
    readonly failed: number
  }[]
}

/** What each node came to in the last good run: the newest one that succeeded and in which that node ran. */
export interface LastGood {
  /** Null: the node never ran in a good run. */
  node(id: string): LastGoodNode | null
  rule(node: string, rule: string): RuleReport | null
}

export interface LastGoodNode {
  readonly run: string
  readonly startedAt: string
  readonly report: NodeReport
}
