import type { ParameterValue } from './flow/types.ts'
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
  }
  readonly nodes: Readonly<Record<string, NodeReport>>
  readonly sinks: Readonly<Record<string, SinkReport>>
  readonly quality: QualityReport & { readonly flaggedRows: number }
  readonly problems: readonly Problem[]
}

export interface NodeReport {
  readonly status: 'ran' | 'cached' | 'skipped' | 'failed'
  readonly ms: number
  readonly ports: Readonly<Record<string, PortReport>>
  readonly rules?: readonly RuleReport[]
  readonly quality?: QualityReport
}

export interface PortReport {
  readonly rows: number | null
  readonly flagged?: number
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
}

export interface SinkReport {
  readonly target: string
  readonly rows: number
  readonly bytes: number
  readonly published: boolean
}

export interface QualityReport {
  readonly score: number
  readonly dimensions: Readonly<Record<string, number>>
}
