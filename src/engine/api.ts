import type { CompiledFlow } from '#core/compile/types.ts'
import type { Flow, ParameterValue } from '#core/flow/types.ts'
import type { Catalogue } from '#core/node/kind.ts'
import type { RunPlan } from '#core/plan/types.ts'
import type { Problem } from '#core/problem.ts'
import type { Profile } from '#core/profile/types.ts'
import type { QualityDocument } from '#core/quality-report/types.ts'
import type { Report } from '#core/report.ts'
import type { Manifest } from '#core/runs/manifest.ts'
import type { Description } from '#core/source/description.ts'
import type { Suggestions } from '#core/suggest/types.ts'
import type { CacheSize } from './cache/store.ts'
import type { MemoryUse } from './duckdb/instance.ts'
import type { ExplainOptions } from './explain/explain.ts'
import type { Frozen } from './freeze.ts'
import type { History } from './history/types.ts'
import type { Quarantine } from './quarantine/types.ts'
import type { FlagCounts, FlagLane, PageQuery, PageResult, ProfileQuery, RunListener } from './types.ts'

/** A flow as the engine is asked about it: the document, its folder, and the parameter values of this session or run. */
export interface FlowRequest {
  readonly flow: Flow
  /** Absolute path of the flow file, or null for one that was never saved (then `folder` counts). */
  readonly path: string | null
  /** Folder that relative paths are resolved against. */
  readonly folder: string
  readonly params: Readonly<Record<string, ParameterValue>>
  /** ISO 8601; what "now" means. */
  readonly asOf: string
  /** Working folder for paths given by `params` (the command line's --param). */
  readonly paramsFolder?: string
}

export interface CacheOptions {
  /** A folder of the cache's own. */
  readonly folder: string
  /** Of the program that writes and reads: another one computes anew. */
  readonly version: string
  /** Most bytes of what is kept. */
  readonly bytes?: number
  /** What took less is not kept. */
  readonly leastMs?: number
}

export interface EngineOptions {
  readonly catalogue: Catalogue
  readonly memory?: string
  readonly threads?: number
  /** Where tables are kept across starts; absent: nowhere. */
  readonly cache?: CacheOptions | undefined
  /** Folder for spilled data; made, and removed when the engine closes. */
  readonly spill?: string
}

export interface RunOptions {
  /** Sink (or any) nodes to run to; empty: all sinks, or the last nodes where there is no sink. */
  readonly to: readonly string[]
  readonly state: string
  readonly signal?: AbortSignal
  readonly listener?: RunListener
  /** SHA-256 of the flow file's bytes, for the report. */
  readonly sha256: string
  /** False: nothing that lies ready is taken, and nothing is left for others. */
  readonly cache?: boolean
  /**
   * Write into this folder, never to the targets, and leave no trace in the history, whose runs `before` a time are those that this one
   * is compared with.
   */
  readonly scratch?: { readonly folder: string; readonly state: string; readonly before: string }
  /** Writes nothing: the report says of each sink what would be written. */
  readonly dryRun?: boolean
  /** Gather the quality report, with so many failing rows of each rule. */
  readonly quality?: { readonly samples: number }
}

/** The one engine of a process: owns one DuckDB instance. */
export interface Engine {
  readonly version: string
  readonly threads: number
  readonly memoryBytes: number
  compile(request: FlowRequest, signal?: AbortSignal): Promise<CompiledFlow>
  page(request: FlowRequest, query: PageQuery, signal?: AbortSignal): Promise<PageResult>
  cell(
    request: FlowRequest,
    query: PageQuery,
    row: number,
    column: string,
    signal?: AbortSignal,
  ): Promise<string | null>
  nextFlagged(
    request: FlowRequest,
    query: PageQuery,
    from: number,
    backwards: boolean,
    signal?: AbortSignal,
  ): Promise<number | null>
  flagCounts(request: FlowRequest, query: PageQuery, signal?: AbortSignal): Promise<FlagCounts>
  flagLane(request: FlowRequest, query: PageQuery, parts: number, signal?: AbortSignal): Promise<FlagLane>
  /** What a port's rows hold, column by column; `quick`: at once, of its first rows, where all would take a while. */
  profile(request: FlowRequest, query: ProfileQuery, signal?: AbortSignal): Promise<Profile>
  /** Rules and repairs that a port's rows suggest, each counted; `quick`: at once, of its first rows, where all would take a while. */
  suggest(request: FlowRequest, query: ProfileQuery, signal?: AbortSignal): Promise<Suggestions>
  /** What a source's files say of how they are written, with the evidence, from the beginning of the `file`th of them. */
  describe(request: FlowRequest, node: string, file: number, signal?: AbortSignal): Promise<Description>
  /** Stores the rows that come to a pin beside the flow; the flow is as it was, and has to name the file. */
  freeze(request: FlowRequest, node: string, signal?: AbortSignal): Promise<Frozen>
  sql(request: FlowRequest, node: string, port: string | null): Promise<string>
  /** What a run sends to DuckDB, statement by statement; `analyze`: after a run that is measured, and publishes nothing. */
  explain(request: FlowRequest, options: ExplainOptions): Promise<RunPlan>
  run(request: FlowRequest, options: RunOptions): Promise<RunResult>
  /** What the targets of a run hold now, those that hold what it wrote and nothing else. */
  outputs(request: FlowRequest, manifest: Manifest): Promise<Manifest['outputs']>
  /** The runs recorded in a state folder; `flowKey` says what a flow is called there. */
  history(state: string): History
  /** The quarantined rows of a state folder. */
  quarantine(state: string): Quarantine
  memory(): Promise<MemoryUse>
  /** Bytes of the tables that lie ready: in memory, roughly, and across starts. */
  cacheSize(): Promise<CacheSize>
  /** Drops them, but for those that somebody reads. */
  clearCache(): Promise<void>
  close(): Promise<void>
}

export interface RunResult {
  readonly report: Report
  readonly problems: readonly Problem[]
  /** Of a run that began, where it was asked for. */
  readonly quality?: QualityDocument
  /** Of a run that succeeded or that a gate stopped; it lies in the state folder, too. */
  readonly manifest?: Manifest
  /** The contract's exit code. */
  readonly exitCode: 0 | 1 | 2 | 3 | 130
}
