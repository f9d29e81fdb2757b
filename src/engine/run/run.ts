import { createHash, randomBytes } from 'node:crypto'
import { relative } from 'node:path'
import type { CompiledFlow } from '#core/compile/types.ts'
import type { TrendPoint } from '#core/history.ts'
import { hasErrors, type Problem } from '#core/problem.ts'
import type { Relation } from '#core/relation/relation.ts'
import type { Report } from '#core/report.ts'
import type { FlowRequest, RunOptions, RunResult } from '../api.ts'
import { stampsOf } from '../cache/stamps.ts'
import { cachedStatements } from '../cache/statements.ts'
import type { TableStore } from '../cache/store.ts'
import type { CompileWatch } from '../compile.ts'
import type { Saving } from '../duckdb/room.ts'
import { watchMisreads } from '../duckdb/scan/csv/misread.ts'
import type { Session } from '../duckdb/session.ts'
import { openHistory } from '../history/history.ts'
import { flowKey } from '../history/key.ts'
import { type RunHistory, runHistory } from '../history/run-history.ts'
import { quarantinePath } from '../quarantine/quarantine.ts'
import { tellCached } from './cached.ts'
import type { RunContext } from './context.ts'
import { findDrift } from './drift.ts'
import { asFailure, failure } from './failure.ts'
import { narrowFlow } from './narrow-flow.ts'
import { neededFor, planRun, targetsOf } from './plan.ts'
import { createProgress, type Progress } from './progress.ts'
import { qualityOf, trendRuns } from './quality.ts'
import { keepQuarantined, keepStopped } from './quarantine-node.ts'
import { reachTables } from './reach.ts'
import { buildReport, type RunFacts } from './report.ts'
import { GateStop, ReadAgain } from './run-node.ts'
import { runNodes } from './run-nodes.ts'
import { tellSpared, writerOf } from './spared.ts'
import { dryStaging, openStaging } from './staging.ts'
import { runStatements } from './statements.ts'
import { tableFiles } from './table-files.ts'
import { type AnyTarget, checkTarget, findReports, findTargets, sameTargets, targetPaths } from './target.ts'
import type { RunTrace } from './trace.ts'
import { type RunLooks, watchRun } from './watch.ts'

/** What a run needs of the engine. */
export interface RunParts {
  /** DuckDB's version: `1.5.5`. */
  readonly version: string
  readonly threads: number
  readonly memoryBytes: number
  /** A session of the run's own. */
  connect(): Promise<Session>
  compile(request: FlowRequest, watch: CompileWatch): Promise<CompiledFlow>
  /** Where tables are taken from and left; absent: everything is computed. */
  readonly store?: TableStore | undefined
  /** Hears what is sent to DuckDB. */
  readonly trace?: RunTrace
  /** Absent: the report says nothing of files and memory. */
  readonly looks?: RunLooks
}

/** Shorter tables are written once in any way. */
const leastScattered = 2 ** 25

/** Runs a flow to its sinks: computes, counts, judges, and publishes all targets together or none. Never throws for what a person can mend. */
export const runFlow = async (parts: RunParts, request: FlowRequest, options: RunOptions): Promise<RunResult> => {
  const { path, flow } = request
  const { folder, ...past } = options.scratch ?? { folder: null, state: options.state, before: null }
  const key = flowKey({ path, name: flow.name }, past.state)
  const history = runHistory(openHistory(parts.connect, past.state), key, past.before)
  const watch = watchRun(parts, options)
  // most flows ask for it when they are compiled: by then it is there
  const asked = options.dryRun ? null : history.lastGood()
  const ended = await watch.told(runReading(watch.parts, request, options, history))
  await asked
  const kept = watch.kept(ended)
  if (hasRun(ended) && folder === null && !options.dryRun)
    await history.record(
      ended.report,
      kept.then(({ problems }) => problems),
    )
  const result = await kept
  if (history.problem === null) return result
  const problems = [...result.problems, history.problem]
  return { ...result, problems, report: { ...result.report, problems } }
}

/** A flow that is wrong never began to run; nothing can be recorded where the state folder cannot be written. */
const hasRun = ({ exitCode, problems }: RunResult): boolean =>
  exitCode !== 2 && !problems.some(problem => problem.code === 'E-STATE-WRITE')

/** A file that turns out to be unlike its beginning is read in another way by a run that begins again; nothing is published before. */
const runReading = async (...of: Parameters<typeof runOnce>): Promise<RunResult> => {
  try {
    return await runOnce(...of)
  } catch (error) {
    if (!(error instanceof ReadAgain)) throw error
  }
  return runReading(...of)
}

/** Compiles, and tells of files whose lines are checked. Who stops the run meanwhile is still told what would have run. */
const lookAtFiles = async (
  { compile }: RunParts,
  request: FlowRequest,
  signal: AbortSignal | undefined,
  progress: Progress,
): Promise<CompiledFlow> => {
  try {
    return await compile(request, {
      signal,
      checking: (node, file, share) =>
        progress.set(node, { status: 'running', doing: `checking ${file}`, progress: share }),
    })
  } catch (error) {
    if (!signal?.aborted) throw error
    return compile(request, { patience: 0 })
  }
}

const runOnce = async (
  parts: RunParts,
  request: FlowRequest,
  options: RunOptions,
  history: RunHistory,
): Promise<RunResult> => {
  const startedAt = new Date()
  const id = runId(startedAt)
  const isMisread = watchMisreads()
  const progress = createProgress(options.listener)
  const flow = await lookAtFiles(parts, request, options.signal, progress)
  const notes: Problem[] = []
  let context: RunContext | null = null
  let nodes: readonly string[] | null = null
  let earlier: readonly TrendPoint[] = []
  const told = (status: RunFacts['status']): Report => {
    const problems = [...flow.problems, ...notes, ...(context?.problems ?? [])]
    const facts = { id, status, startedAt, engine: `duckdb ${parts.version}`, sha256: options.sha256 }
    return buildReport(request, flow, context, facts, problems)
  }
  const end = (status: RunFacts['status'], exitCode: RunResult['exitCode']): RunResult => {
    const report = told(status)
    const { problems } = report
    if (!options.quality || nodes === null) return { report, problems, exitCode }
    const scope = { nodes, samples: options.quality.samples, history: earlier }
    return { report, problems, exitCode, quality: qualityOf(report, flow, context, scope) }
  }
  const unknown = options.to.filter(node => !flow.nodes[node]).map(node => unknownTarget(node, request))
  notes.push(...unknown)
  const targets = targetsOf(flow, options.to)
  const errors = [...unknown, ...blocking(flow, targets, options.to)]
  if (errors.length > 0) {
    notes.push(...(await findDrift(flow, flow.order, history)))
    return end('failed', errors.every(isOutside) ? 1 : 2)
  }
  const whole = planRun(flow, targets)
  // what a store keeps is there for whatever is asked next
  const running = parts.store ? flow : narrowFlow(flow, whole, options.quality !== undefined)
  const plan = parts.store ? whole : planRun(running, targets)
  const sinks = await findTargets(flow, plan.order, request.folder)
  const reports = await findReports(flow, plan.order, request.folder)
  const written = [...sinks.values(), ...reports.values()]
  notes.push(...sameTargets(written))
  if (hasErrors(notes)) return end('failed', 2)
  const drift = await findDrift(flow, plan.order, history)
  notes.push(...drift)
  nodes = plan.order
  if (options.quality) earlier = await history.trend(trendRuns - 1)

  for (const node of flow.order) progress.set(node, { status: plan.order.includes(node) ? 'waiting' : 'skipped' })
  const ended = {
    flow: flowKey({ path: request.path, name: request.flow.name }, options.state),
    run: id,
    asOf: request.asOf,
    at: startedAt.toISOString(),
    path: quarantinePath(options.state),
  }
  let session: Session | null = null
  let staging: Awaited<ReturnType<typeof openStaging>> | null = null
  let published = false
  let distrust: (() => void) | undefined
  try {
    const tables = tableFiles(parts.connect)
    staging = options.dryRun ? dryStaging(options.state, id) : await openStaging(options.state, id, tables)
    stopForDrift(drift, progress)
    for (const target of written) await checkTarget(target)
    await reachTables(flow, sinks.values(), tables, options.signal)
    await staging.prepare(written.flatMap(targetPaths))
    session = await parts.connect()
    const spared = (what: string, saving: Saving) =>
      notes.push(tellSpared(flow.nodes[what] ? what : writerOf(what, written, id), saving))
    // a store keeps tables as they lie
    const scattered = parts.store ? null : { least: leastScattered, most: parts.memoryBytes / 4 }
    const untold = runStatements(session, id, parts.threads, options.signal, spared, scattered)
    const own = parts.trace?.statements(untold) ?? untold
    const cached = parts.store ? cachedStatements(own, parts.store, await stampsOf(...relationsIn(flow))) : null
    distrust = cached?.distrust
    const database = cached?.statements ?? own
    const run: RunContext = {
      flow: running,
      plan,
      database,
      staging,
      dry: options.dryRun === true,
      tables,
      targets: sinks,
      reports,
      told: () => told('succeeded'),
      progress,
      outcomes: new Map(),
      sinks: new Map([...unpublished(written), ...quarantines(flow, plan.order, relative(request.folder, ended.path))]),
      quarantined: new Map(),
      problems: [],
      samples: { most: mostSamples(options, reports), found: new Map() },
      isMisread,
      batch: batchOf(request, flow),
      history,
      ...(parts.trace ? { trace: parts.trace } : {}),
    }
    context = run
    const { connect, threads, memoryBytes } = parts
    const steps = await runNodes(run, { session, connect, threads, memoryBytes, signal: options.signal })
    if (cached) tellCached(run, cached.work(plan.order))
    options.signal?.throwIfAborted()
    if (steps.length > 0) {
      // what could be written when the run began may have changed since
      for (const target of written) await checkTarget(target)
      await staging.commit(steps)
    }
    published = true
    if (!run.dry) await keepQuarantined(run, session, ended)
    for (const [node, report] of run.sinks) {
      if (flow.nodes[node]?.compiled?.quarantine) continue
      const done = run.outcomes.get(node)?.status === 'ran' && !run.dry
      run.sinks.set(node, { ...report, published: done })
      if (done) progress.set(node, { status: 'ran' })
    }
    return end('succeeded', 0)
  } catch (error) {
    if (error instanceof ReadAgain) throw error
    if (error instanceof GateStop) {
      if (context && session && !context.dry)
        notes.push(...(await keepStopped(context, session, ended, options.signal)))
      return end('gated', 3)
    }
    if (options.signal?.aborted && !published) {
      for (const node of plan.order)
        if (isOpen(progress.state(node).status)) progress.set(node, { status: 'cancelled' })
      return end('cancelled', 130)
    }
    const { problem } = asFailure(error)
    if (problem.code === 'E-ROWS-LOST') distrust?.()
    notes.push(problem)
    return end('failed', 1)
  } finally {
    try {
      if (session) await closeSession(context, session)
    } finally {
      await staging?.close()
      progress.flush()
    }
  }
}

/** All that a flow's nodes compute. */
const relationsIn = (flow: CompiledFlow): readonly Relation[] =>
  flow.order.flatMap(id => Object.values(flow.nodes[id]!.ports).map(port => port.relation))

/** A source that wants its columns as they were ends the run as a gate does. */
const stopForDrift = (drift: readonly Problem[], progress: Progress): void => {
  const stopping = drift.filter(({ severity }) => severity === 'error').flatMap(({ node }) => node ?? [])
  for (const node of stopping) progress.set(node, { status: 'gated' })
  if (stopping.length > 0) throw new GateStop(`The input of ${stopping.join(', ')} has changed`)
}

const closeSession = async (context: RunContext | null, session: Session): Promise<void> => {
  try {
    await context?.database.keepOnly(new Set())
  } finally {
    session.close()
  }
}

const isOpen = (status: string): boolean => status === 'waiting' || status === 'running' || status === 'staged'

const unpublished = (targets: readonly AnyTarget[]) =>
  targets.map(({ node, request }) => [node, { target: request.path, rows: 0, bytes: 0, published: false }] as const)

/** Rows for a quarantine are kept in the state folder. */
const quarantines = (flow: CompiledFlow, nodes: readonly string[], target: string) =>
  nodes
    .filter(node => flow.nodes[node]!.compiled?.quarantine)
    .map(node => [node, { target, rows: 0, bytes: 0, published: false }] as const)

/** How many rows of a rule the quality report that wants most of them shows. */
const mostSamples = ({ quality }: RunOptions, reports: RunContext['reports']): number =>
  Math.max(0, quality?.samples ?? 0, ...[...reports.values()].map(({ request }) => request.samples))

/** Errors that keep these targets from being reached; where nothing was chosen, all of the flow's. */
const blocking = (flow: CompiledFlow, targets: readonly string[], chosen: readonly string[]): readonly Problem[] => {
  const errors = flow.problems.filter(problem => problem.severity === 'error')
  if (chosen.length === 0) return errors
  const needed = neededFor(flow, targets)
  return errors.filter(({ node }) => node === undefined || needed.has(node))
}

/** Whether a problem is of the files outside, not of the flow. */
const isOutside = ({ code }: Problem): boolean => code.startsWith('E-FILE-')

const unknownTarget = (node: string, { flow }: FlowRequest): Problem =>
  failure('logic', {
    code: 'E-NODE-UNKNOWN',
    message: `The flow has no node \`${node}\` to run to.`,
    hint: `It has ${Object.keys(flow.nodes).join(', ')}.`,
  }).problem

const runId = (at: Date): string =>
  `${at.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-${randomBytes(3).toString('hex')}`

/** The same as-of time and parameters are the same batch. */
const batchOf = (request: FlowRequest, flow: CompiledFlow): string => {
  const params = Object.entries(flow.params).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([request.asOf, params]))
    .digest('hex')
    .slice(0, 16)
}
