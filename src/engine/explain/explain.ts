import { mkdtemp, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Blocker, NodePlan, PlannedStatement, RunPlan } from '#core/plan/types.ts'
import { relationsOf } from '#core/relation/walk.ts'
import type { FlowRequest } from '../api.ts'
import { toldWithoutSecrets } from '../duckdb/secrets.ts'
import { needsAll } from '../preview/sample.ts'
import { ProblemError } from '../problem-error.ts'
import type { RunContext } from '../run/context.ts'
import { type RunParts, runFlow } from '../run/run.ts'
import { portReports } from '../run/run-node.ts'
import { scratched } from '../run/watch.ts'
import { filterBlockers, unlike } from './blockers.ts'
import { cutOf } from './cut.ts'
import { operatorsOf, ownTime, round } from './operators.ts'
import { ownersOf, partsOfStatement, worksIn } from './owners.ts'
import { type Traced, traceRun } from './trace.ts'

export interface ExplainParts extends RunParts {
  /** Where a run may write what nobody keeps. */
  readonly folder: string
  spilled(): Promise<number>
}

export interface ExplainOptions {
  /** Run to these nodes; none: to all sinks. */
  readonly to: readonly string[]
  /** Runs it to its end, writing into a scratch folder, and measures each statement. */
  readonly analyze: boolean
  readonly signal?: AbortSignal | undefined
}

/** What a run of a flow would send to DuckDB: from a run that reads no rows, or from one that is measured. It publishes nothing. */
export const explainRun = async (
  parts: ExplainParts,
  request: FlowRequest,
  { to, analyze, signal }: ExplainOptions,
): Promise<RunPlan> => {
  const folder = await mkdtemp(join(parts.folder, 'explain-'))
  try {
    const { trace, noted, context, connect } = traceRun({ analyze, folder, spilled: parts.spilled })
    const scratch = { folder: join(folder, 'out'), state: join(request.folder, '.weir'), before: request.asOf }
    const options = { to, state: join(folder, '.weir'), sha256: '', scratch, ...(signal ? { signal } : {}) }
    const places = new Map<string, string>()
    const compile: RunParts['compile'] = async (...of) => {
      const flow = await parts.compile(...of)
      for (const { id, compiled } of Object.values(flow.nodes))
        if (compiled?.sink)
          places.set(`${join(scratch.folder, id)}/`, `${dirname(resolve(request.folder, compiled.sink.path))}/`)
      return scratched(flow, options)
    }
    const result = await runFlow(
      { ...parts, trace, connect: () => connect(parts.connect), compile, store: undefined },
      request,
      options,
    )
    signal?.throwIfAborted()
    const run = context()
    const problem = result.problems.find(({ severity }) => severity === 'error')
    if (problem && !(run && result.exitCode === 3)) throw new ProblemError(problem)
    if (run === null) return { analyzed: analyze, statements: [], nodes: {} }
    const traced = noted.map(each => ({ ...each, sql: placed(each.sql, places) }))
    return toldWithoutSecrets(planOf(run, traced, analyze))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A statement as a run sends it, with the places of its targets. */
const placed = (sql: string, places: ReadonlyMap<string, string>): string =>
  [...places].reduce((text, [scratch, place]) => text.replaceAll(scratch, place), sql)

const planOf = (run: RunContext, noted: readonly Traced[], analyzed: boolean): RunPlan => {
  const owners = ownersOf(run)
  const makers = new Map(noted.flatMap(({ table, node }, i) => (table === null ? [] : [[table, { node, i }] as const])))
  const makersOf = new Map([...makers].map(([table, { node }]) => [table, node]))
  const filters = new Map<string, readonly Blocker[]>()
  const statements = noted.map((traced): PlannedStatement => {
    const works = worksIn(traced.relation, traced.node, owners)
    // what is asked of rows to count or check them is no filter of the flow
    if (traced.does === 'table' || traced.does === 'write')
      for (const [node, found] of filterBlockers(traced.relation, { works, makers: makersOf }))
        filters.set(node, unlike([...(filters.get(node) ?? []), ...found]))
    const parts = partsOfStatement(traced, works)
    const sent = new Set([...(parts === null ? [] : works.values()), traced.node])
    const tables = relationsOf(traced.relation).flatMap(part => (part.kind === 'table' ? [part.name] : []))
    return {
      node: traced.node,
      does: traced.does,
      sql: traced.sql,
      parts: parts ?? [{ node: traced.node, start: 0, end: traced.sql.length }],
      nodes: run.plan.order.filter(id => sent.has(id)),
      reads: [...new Set(tables.flatMap(table => makers.get(table)?.i ?? []))],
      cut: cutOf(traced, run),
      measured: analyzed ? measuredOf(traced, works) : null,
    }
  })
  const nodes = run.plan.order.map((id): [string, NodePlan] => {
    const own = [...statements.entries()].filter(([, each]) => each.nodes.includes(id))
    const times = own.flatMap(([, { measured }]) => (measured ? [ownTime(measured.operators, id)] : []))
    const known = times.filter(ms => ms !== null)
    return [
      id,
      {
        statements: own.map(([i]) => i),
        blockers: [...limitBlocker(run, id), ...(filters.get(id) ?? [])],
        ms: known.length === 0 ? null : round(known.reduce((sum, ms) => sum + ms, 0)),
        rows: analyzed ? rowsOf(run, id) : {},
      },
    ]
  })
  return { analyzed, statements, nodes: Object.fromEntries(nodes) }
}

const measuredOf = (
  { ms, profile, spilledBytes, node }: Traced,
  works: ReturnType<typeof worksIn>,
): NonNullable<PlannedStatement['measured']> => ({
  ms: round(ms),
  cpuMs: profile && round(profile.cpu_time * 1000),
  spilledBytes,
  operators: profile ? operatorsOf(profile.children, works, node) : [],
})

const limitBlocker = (run: RunContext, id: string): readonly Blocker[] => {
  const port = run.flow.nodes[id]?.outputPorts[0]?.name
  const node = port === undefined ? null : needsAll(run.flow, id, port)
  return node === null ? [] : [{ of: 'limit', node, by: 'all' }]
}

const rowsOf = (run: RunContext, id: string): NodePlan['rows'] => {
  const node = run.flow.nodes[id]!
  const ports = run.outcomes.has(id) ? portReports(node, run) : {}
  return Object.fromEntries(Object.entries(ports).map(([port, { rows }]) => [port, rows]))
}
