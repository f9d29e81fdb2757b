import type { CompiledNode } from '#core/compile/types.ts'
import type { Problem } from '#core/problem.ts'
import { originOf } from '#core/quarantine/entry.ts'
import type { Session } from '../duckdb/session.ts'
import { type Brought, keepBrought, type LetGo } from '../quarantine/keep.ts'
import { entryRows, shapeOf } from '../quarantine/rows.ts'
import { quarantineStore } from '../quarantine/schema.ts'
import { writeStore } from '../stored/file.ts'
import { asStoreError } from '../stored/problem.ts'
import type { RunContext } from './context.ts'
import { asFailure, RunFailure } from './failure.ts'
import { bytesOf } from './files.ts'
import { neededFor } from './plan.ts'
import { portOf } from './ports.ts'
import { GateStop, runNode } from './run-node.ts'
import type { Staged } from './sink-node.ts'
import type { RunStatements } from './statements.ts'
import { settle } from './tally.ts'

/** What of a run's rows goes to a quarantine when it has ended. */
export type Quarantined = Pick<Brought, 'shape' | 'table' | 'request'>

/** Makes entries of the rows that arrive; they are kept when the run has ended. */
export const stageQuarantine = async (
  node: CompiledNode,
  run: RunContext,
  database: RunStatements,
): Promise<Staged> => {
  const request = node.compiled!.quarantine!
  const leaf = Object.values(node.inputs)[0]![0]!
  const { relation, tally } = portOf(run, leaf.node, leaf.port)
  const origin = originOf(run.flow, node.id)
  const shape = shapeOf(run.flow, leaf.columns, relation, request.keys, origin)
  const made = await database.materialise(entryRows(relation, shape, request, origin), node.id)
  settle(tally, made.rows, node.id)
  run.quarantined.set(node.id, { shape, request, table: made.table })
  return { rows: made.rows, bytes: 0, steps: [], known: null }
}

const stageStopped = async (run: RunContext, signal: AbortSignal | undefined): Promise<void> => {
  const { flow, plan } = run
  for (const sink of plan.order.filter(id => flow.nodes[id]!.compiled?.quarantine)) {
    const needed = neededFor(flow, [sink])
    const open = plan.order.filter(id => needed.has(id) && !run.outcomes.has(id))
    try {
      for (const id of open) await runNode(id, run, signal)
    } catch (error) {
      if (!(error instanceof GateStop || error instanceof RunFailure)) throw error
      run.progress.set(sink, { status: 'skipped' })
    }
  }
}

/** After a gate has stopped the run: what of its rows was on the way to a quarantine gets there, since now somebody needs to look. */
export const keepStopped = async (
  run: RunContext,
  session: Session,
  ended: Ended,
  signal: AbortSignal | undefined,
): Promise<readonly Problem[]> => {
  try {
    await stageStopped(run, signal)
    await keepQuarantined(run, session, ended, true)
    return []
  } catch (error) {
    return signal?.aborted ? [] : [asFailure(error).problem]
  }
}

interface Ended {
  readonly flow: string
  readonly run: string
  readonly asOf: string
  readonly at: string
  readonly path: string
}

/**
 * Keeps what was staged, all of it or none. The run does not fail for it: what cannot be kept is said. Of a run that was stopped nothing is
 * published: the rows are a record for who looks into it.
 */
export const keepQuarantined = async (
  run: RunContext,
  session: Session,
  ended: Ended,
  stopped = false,
): Promise<void> => {
  if (run.quarantined.size === 0) return
  const letGo = new Map<string, LetGo>()
  const { path, ...of } = ended
  try {
    await writeStore(quarantineStore, session, path, async () => {
      for (const [node, own] of run.quarantined) letGo.set(node, await keepBrought(session, { ...of, node, ...own }))
    })
  } catch (error) {
    const { problem } = asStoreError(quarantineStore.words, path, error)
    for (const node of run.quarantined.keys()) {
      run.problems.push({ ...problem, severity: 'warning', node })
      run.progress.set(node, { status: 'failed' })
    }
    return
  }
  const bytes = await bytesOf(path)
  for (const [node, gone] of letGo) {
    const sink = run.sinks.get(node)!
    run.sinks.set(node, { ...sink, bytes, published: !stopped })
    run.progress.set(node, { status: 'ran' })
    if (stopped) tellKept(node, sink.rows, run)
    tellLetGo(node, gone, run)
  }
}

const counted = (rows: number): string => (rows === 1 ? '1 row' : `${rows} rows`)

const tellKept = (node: string, rows: number, run: RunContext): void => {
  const message = `\`${node}\` keeps ${counted(rows)} of the run that was stopped, to be looked at.`
  run.problems.push({ code: 'I-QUARANTINE-KEPT', severity: 'info', node, message })
}

const tellLetGo = (node: string, { old, many }: LetGo, run: RunContext): void => {
  const { keepDays, keepMegabytes } = run.quarantined.get(node)!.request
  const told = [
    ...(old > 0 ? [`${counted(old)} that no run has brought for ${keepDays} days`] : []),
    ...(many > 0 ? [`${counted(many)} past its ${keepMegabytes} MB`] : []),
  ]
  if (told.length === 0) return
  const message = `\`${node}\` let go of ${told.join(', and of ')}.`
  run.problems.push({ code: 'I-QUARANTINE-LET-GO', severity: 'info', node, message })
}
