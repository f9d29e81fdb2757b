import type { SourceColumn } from './drift/drift.ts'
import type { ParameterValue } from './flow/types.ts'
import type { GateLine, GateSubject } from './node/gate.ts'
import type { GateLimit } from './node/kind.ts'
import type { Problem } from './problem.ts'
import type { RuleSeverity } from './rules/types.ts'

/** The report of a run, as the contract's section 3 fixes it. `rows: null` is "not counted". */
export interface Report {
  readonly weir: 1
  readonly flow: { readonly name: string; readonly path: string | null; readonly sha256: string }
  readonly run: {
    readonly id: string
    readonly status: 'succeeded' | 'failed' | 'gated' | 'cancelled'
    readonly startedAt: string
    readonly finishedAt: string
    readonly asOf: string
    readonly params: Readonly<Record<string, ParameterValue>>
    readonly engine: string
    /** Absent where nobody looked. */
    readonly usage?: UsageReport
  }
  readonly nodes: Readonly<Record<string, NodeReport>>
  readonly sinks: Readonly<Record<string, SinkReport>>
  readonly quality: QualityReport & { readonly flaggedRows: number }
  readonly problems: readonly Problem[]
}

/** The most that the engine held while a run went on, looked at now and then. */
export interface UsageReport {
  readonly memoryBytes: number
  /** In temporary files, as the memory was not enough. */
  readonly spilledBytes: number
}

/** The files that a source read, as they were when the run began. */
export interface ReadReport {
  readonly files: number
  readonly bytes: number
  /** When the newest was written. */
  readonly modified: string | null
}

export interface NodeReport {
  readonly status: 'ran' | 'cached' | 'skipped' | 'failed'
  readonly ms: number
  readonly ports: Readonly<Record<string, PortReport>>
  readonly rules?: readonly RuleReport[]
  readonly quality?: QualityReport
  /** Of a gate, one for each of its limits. */
  readonly gates?: readonly GateReport[]
  /** Of a join. */
  readonly join?: JoinReport
  /** Of a source that reads files: what it found there. */
  readonly columns?: readonly SourceColumn[]
  readonly read?: ReadReport
  /** Of an aggregate: how many rows its groups were made of; null is "not counted". */
  readonly summed?: number | null
}

/** What became of a join's two inputs; null is "not counted". */
export interface JoinReport {
  readonly matchedLeft: number | null
  readonly matchedRight: number | null
  readonly leftOnly: number | null
  readonly rightOnly: number | null
  /** Rows of `out` in which a left and a right row met; null also of a semi- and an anti-join, which show the left alone. */
  readonly pairs: number | null
  /** How many rows of `out` a matched left row became, on average. */
  readonly fanOut: number | null
}

/** `flagged` is absent where rows cannot have flags, and null where they were not counted. */
export interface PortReport {
  readonly rows: number | null
  readonly flagged?: number | null
}

export interface RuleReport {
  readonly id: string
  readonly kind: string
  readonly columns: readonly string[]
  readonly dimension: string
  readonly severity: RuleSeverity
  readonly evaluated: number
  readonly failed: number
  readonly gate: 'passed' | 'warned' | 'stopped' | null
  /** What a rule on the whole saw: a number, a text, a list; such a rule has `evaluated: 1`. */
  readonly observed?: unknown
}

/** What a limit of a gate came to. `gate` is null where none was set, or where there is no last good run to hold it against. */
export interface GateReport extends GateSubject {
  readonly against: GateLine['against']
  /** Rows that arrived, and how many of them it counts. */
  readonly rows: number
  readonly observed: number
  /** The same of the last good run; null: there is none. */
  readonly lastGood?: { readonly run: string; readonly rows: number; readonly observed: number } | null
  readonly warn?: GateLimit
  readonly stop?: GateLimit
  readonly gate: 'passed' | 'warned' | 'stopped' | null
}

export interface SinkReport {
  readonly target: string
  readonly rows: number
  readonly bytes: number
  readonly published: boolean
  /** Of a dry run: what a run would do to what lies there now. */
  readonly planned?: PlannedWrite
}

export interface PlannedWrite {
  /** Nothing lies there yet. */
  readonly creates: boolean
  readonly inserted: number
  readonly updated: number
  /** Rows that would no longer be there; null: what lies there cannot be counted. */
  readonly deleted: number | null
  /** Where only the partitions are replaced that rows come into. */
  readonly partitions?: PlannedPartitions
}

/** Partitions as `column=value`, outer ones before a slash. */
export interface PlannedPartitions {
  readonly replaced: readonly string[]
  readonly added: readonly string[]
}

export interface QualityReport {
  readonly score: number
  readonly dimensions: Readonly<Record<string, number>>
}
