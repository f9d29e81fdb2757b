import type { TrendPoint } from '../history.ts'
import type { CompiledValidator, RuleGate } from '../node/kind.ts'
import type { Problem } from '../problem.ts'
import type { GateReport, QualityReport, Report, RuleReport, SinkReport } from '../report.ts'

/** The quality report as data: what JSON writes, and HTML and JUnit show. A new key is no new version; a changed one is. */
export interface QualityDocument {
  readonly weir: 1
  readonly flow: Report['flow']
  readonly run: Report['run']
  /** Over the validators below, as the run's report has it over all. */
  readonly quality: Report['quality']
  /** Sums over the validators: a row that passes two is counted at each. */
  readonly rows: QualityRows
  readonly validators: readonly QualityValidator[]
  readonly gates: readonly QualityGate[]
  readonly sinks: Readonly<Record<string, SinkReport>>
  readonly problems: readonly Problem[]
  /** Runs of the whole flow, oldest first; the last one is this run. */
  readonly trend: readonly TrendPoint[]
}

export interface QualityRows {
  readonly checked: number
  /** Without any flag. */
  readonly clean: number
  readonly flagged: number
  /** Null: not counted. */
  readonly rejected: number | null
}

export interface QualityValidator {
  readonly node: string
  readonly title: string
  /** `skipped`: the run ended before it. */
  readonly status: 'ran' | 'failed' | 'skipped'
  readonly rows: QualityRows
  readonly quality: QualityReport | null
  /** Of the rows that it judged. */
  readonly columns: number | null
  readonly rules: readonly QualityRule[]
  /** Limits of rows by the severity of their flags. */
  readonly limits: CompiledValidator['gate']
}

/** A node that stops or warns by the flags of the rows that arrive. */
export interface QualityGate {
  readonly node: string
  readonly title: string
  readonly status: QualityValidator['status']
  /** None where the run ended before it. */
  readonly limits: readonly GateReport[]
}

export interface QualityRule extends Omit<RuleReport, 'evaluated' | 'failed'> {
  /** What it asks for, in words. */
  readonly says: string
  /** Null where the run ended before it. */
  readonly evaluated: number | null
  readonly failed: number | null
  /** Share of the evaluated rows that has to pass. */
  readonly mostly: number
  /** Whether enough rows passed; null where the run ended before it. */
  readonly holds: boolean | null
  readonly limits: RuleGate | null
  readonly samples: readonly QualitySample[]
}

/** A row that breaks a rule. */
export interface QualitySample {
  readonly cells: readonly QualityCell[]
  readonly reason: string
}

export interface QualityCell {
  readonly column: string
  /** A text is cut at 200 characters, and then ends with `…`. */
  readonly value: unknown
  /** Whether the reason names it. */
  readonly bad: boolean
}
