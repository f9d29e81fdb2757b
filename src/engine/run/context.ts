import type { CompiledFlow } from '#core/compile/types.ts'
import type { ReportRequest } from '#core/node/kind.ts'
import type { Problem } from '#core/problem.ts'
import type { ValidatorCounts } from '#core/quality.ts'
import type { Relation } from '#core/relation/relation.ts'
import type { GateReport, NodeReport, Report, RuleReport, SinkReport } from '#core/report.ts'
import type { RunHistory } from '../history/run-history.ts'
import type { Matches } from './joins.ts'
import type { Plan } from './plan.ts'
import type { Progress } from './progress.ts'
import type { Quarantined } from './quarantine-node.ts'
import type { Samples } from './samples.ts'
import type { Staging } from './staging.ts'
import type { RunStatements } from './statements.ts'
import type { TableFiles } from './table-files.ts'
import type { Tally } from './tally.ts'
import type { Target } from './target.ts'
import type { RunTrace } from './trace.ts'

/** An output port while a flow runs: how to get its rows, without input leaves, and how many there are. */
export interface RunPort {
  readonly relation: Relation
  readonly tally: Tally
  /** How many of the rows have a flag; shared by ports that must have the same. */
  readonly flagged: Tally
  /** Nodes whose work is done when this is read, inputs first. */
  readonly fused: readonly string[]
}

/** What a node has come to. */
export interface NodeOutcome {
  readonly status: NodeReport['status']
  readonly ms: number
  readonly ports: Readonly<Record<string, RunPort>>
  readonly rules?: readonly RuleReport[]
  readonly quality?: ValidatorCounts
  readonly gates?: readonly GateReport[]
  readonly matches?: Matches
  readonly summed?: number | null
}

/** Everything that the steps of one run share. */
export interface RunContext {
  readonly flow: CompiledFlow
  readonly plan: Plan
  readonly database: RunStatements
  readonly staging: Staging
  /** Whether nothing is to be written, but to be said what would be. */
  readonly dry: boolean
  readonly tables: TableFiles
  readonly targets: ReadonlyMap<string, Target>
  readonly reports: ReadonlyMap<string, Target<ReportRequest>>
  /** The report as it will be if the run ends well and all that is staged is published. */
  told(): Report
  readonly progress: Progress
  readonly outcomes: Map<string, NodeOutcome>
  readonly sinks: Map<string, SinkReport>
  /** What the quarantines among the nodes keep when the run has ended. */
  readonly quarantined: Map<string, Quarantined>
  readonly problems: Problem[]
  readonly samples: Samples
  /** Whether an error is of a CSV file that must be read in another way. */
  isMisread(error: unknown): boolean
  /** What makes this run's batch: its as-of time and parameters. */
  readonly batch: string
  /** Earlier runs of the flow. */
  readonly history: RunHistory
  readonly trace?: RunTrace
  /** Waits until no other node's work goes on beside this one's; false: none did. */
  alone?(): Promise<boolean>
}
