import type { CompiledNode } from '#core/compile/types.ts'
import type { Problem } from '#core/problem.ts'
import { values } from '#core/relation/build.ts'
import type { Column, Relation, Table } from '#core/relation/relation.ts'
import { hiddenColumns, slotsOf } from '#core/relation/slots.ts'
import type { NodeReport } from '#core/report.ts'
import type { NodeOutcome, RunContext, RunPort } from './context.ts'
import { findCulprit } from './culprit.ts'
import { findDamaged } from './damaged.ts'
import { asFailure, type RunFailure } from './failure.ts'
import { judgeGateNode } from './gate.ts'
import { checkJoin } from './joins.ts'
import type { Step } from './journal.ts'
import { inputNodes } from './plan.ts'
import { withPolicy } from './policy.ts'
import { stageQuarantine } from './quarantine-node.ts'
import { stageReport } from './report-node.ts'
import { takeSamples } from './samples.ts'
import { passes } from './shape.ts'
import { stageSink } from './sink-node.ts'
import type { RunStatements } from './statements.ts'
import { checkShares, lostRows, settle } from './tally.ts'
import { computeNode } from './transform-node.ts'
import { judgeValidator } from './validator.ts'

/** A gate stopped the run: not a failure, but nothing is published. */
export class GateStop extends Error {
  override readonly name = 'GateStop'
}

/** A file cannot be read as it was begun: the run is to begin again, and its files are looked at anew. */
export class ReadAgain extends Error {
  override readonly name = 'ReadAgain'
}

/** Does one node's work; gives the steps that will publish it. */
export const runNode = (id: string, run: RunContext, signal: AbortSignal | undefined): Promise<readonly Step[]> =>
  run.trace ? run.trace.node(id, run, () => workOf(id, run, signal)) : workOf(id, run, signal)

const workOf = async (id: string, run: RunContext, signal: AbortSignal | undefined): Promise<readonly Step[]> => {
  const node = run.flow.nodes[id]!
  const missing = inputNodes(node).find(input => run.outcomes.get(input)?.status === 'skipped' || hasNoRows(run, input))
  if (missing !== undefined) {
    run.outcomes.set(id, { status: 'skipped', ms: 0, ports: {} })
    run.progress.set(id, { status: 'skipped' })
    return []
  }
  const started = performance.now()
  const ms = () => Math.round(performance.now() - started)
  run.progress.set(id, { status: 'running' })
  const watch = setInterval(() => {
    const share = run.database.progress
    if (share !== null) run.progress.set(id, { status: 'running', progress: share })
  }, 200)
  try {
    const { steps, stopped } = await withPolicy(id, node.node, signal, limit => {
      const database = limit === null ? run.database : run.database.within(limit)
      return apartAgain(run, () => (isSink(node) ? doSink(node, run, database, ms) : doNode(node, run, database, ms)))
    })
    if (!stopped) return steps
  } catch (error) {
    if (signal?.aborted) throw error
    if (run.isMisread(error)) throw new ReadAgain(`A file of ${id} is to be read as text`, { cause: error })
    const told = (await findDamaged(node, error, run)) ?? (await findCulprit(node, asFailure(error, id), run))
    return await failed(node, told, run, ms())
  } finally {
    clearInterval(watch)
  }
  run.progress.set(id, { status: 'gated' })
  throw new GateStop(`A gate of ${id} stopped the run`)
}

/** What failed for want of memory beside another node's work is done again by itself. */
const apartAgain = async <T>({ alone }: RunContext, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (asFailure(error).problem.code !== 'E-MEMORY' || !(await alone?.())) throw error
    return work()
  }
}

interface Done {
  readonly steps: readonly Step[]
  readonly stopped: boolean
}

const isSink = ({ compiled }: CompiledNode): boolean =>
  (compiled?.sink ?? compiled?.report ?? compiled?.quarantine) !== undefined

const hasNoRows = (run: RunContext, id: string): boolean => {
  const outcome = run.outcomes.get(id)
  return outcome?.status === 'failed' && Object.keys(outcome.ports).length === 0
}

const doNode = async (
  node: CompiledNode,
  run: RunContext,
  database: RunStatements,
  ms: () => number,
): Promise<Done> => {
  const { ports, body, matches, summed, resolved } = await computeNode(node, run, database)
  const { validator, flags, gate } = node.compiled!
  const judged =
    validator && body
      ? await judgeValidator(
          { node: node.id, validator, reasons: flags ?? [], table: body, resolved },
          database,
          run.history,
        )
      : null
  if (judged && ports.out) {
    settle(ports.out.tally, judged.counts.rows, node.id)
    settle(ports.out.flagged, judged.counts.flagged, node.id, 'flagged rows')
  }
  const gated = gate && ports.out ? await judgeGateNode(node.id, gate, ports.out.relation, run, database) : null
  if (gated && ports.out) settle(ports.out.tally, gated.rows, node.id)
  if (judged && body) await takeSamples(node.id, judged.rules, body, run, database)
  finish(node, run, {
    status: 'ran',
    ms: ms(),
    ports,
    ...(judged ? { rules: judged.rules, quality: judged.counts } : {}),
    ...(gated ? { gates: gated.gates } : {}),
    ...(matches ? { matches } : {}),
    ...(summed === undefined ? {} : { summed }),
  })
  run.problems.push(...(judged?.problems ?? []), ...(gated?.problems ?? []))
  return { steps: [], stopped: judged?.stopped === true || gated?.stopped === true }
}

const doSink = async (
  node: CompiledNode,
  run: RunContext,
  database: RunStatements,
  ms: () => number,
): Promise<Done> => {
  const stage = node.compiled?.report ? stageReport : node.compiled?.quarantine ? stageQuarantine : stageSink
  const { rows, bytes, steps, known, planned } = await stage(node, run, database)
  if (known !== null) {
    run.problems.push({
      code: 'I-BATCH-KNOWN',
      severity: 'info',
      node: node.id,
      message: `The batch \`${known}\` was appended by \`${node.id}\` in an earlier run, and is not appended again.`,
    })
  }
  const { target } = run.sinks.get(node.id)!
  run.sinks.set(node.id, { target, rows, bytes, published: false, ...(planned ? { planned } : {}) })
  finish(node, run, { status: 'ran', ms: ms(), ports: {} })
  run.progress.set(node.id, { status: 'staged' })
  return { steps, stopped: false }
}

const finish = (node: CompiledNode, run: RunContext, outcome: NodeOutcome): void => {
  run.outcomes.set(node.id, outcome)
  checkAccount(node, run)
  run.progress.set(node.id, { status: outcome.status, ms: outcome.ms, ports: portReports(node, run) })
}

/** Holds a node's counts against each other, as far as they were taken. */
export const checkAccount = (node: CompiledNode, run: RunContext): void => {
  // its ports are named by a person, and its nodes' counts were held against each other
  if (node.through) return
  const ports = portReports(node, run)
  const { matches, summed } = run.outcomes.get(node.id)!
  checkShares(node.id, ports)
  if (matches) checkJoin(node, ports, matches)
  const all = ports.in?.rows
  if (summed != null && all != null && summed !== all) {
    throw lostRows(node.id, `${all} rows came in, and ${summed} are in its groups`)
  }
  if (!isUnion(node.ports.out?.relation)) return
  for (const [what, into, out] of [
    ['rows', ports.in?.rows, ports.out?.rows],
    ['flagged rows', ports.in?.flagged, ports.out?.flagged],
  ] as const) {
    if (into == null || out == null || into === out) continue
    throw lostRows(node.id, `${into} ${what} came in, and ${out} are in \`out\``)
  }
}

/** Whether `out` is all rows of all inputs: each edge's once, even where two are of the same port. */
const isUnion = (relation: Relation | undefined): boolean =>
  relation?.kind === 'union' && relation.inputs.every(input => passes(input) !== null)

/** Rows at a node's inputs and outputs, as far as they were counted. */
export const portReports = (node: CompiledNode, run: RunContext): NodeReport['ports'] => {
  const inputs = Object.entries(node.inputs).map(([port, leaves]) => {
    const sources = leaves.map(leaf => run.outcomes.get(leaf.node)?.ports[leaf.port])
    const rows = sum(sources.map(source => source?.tally.rows ?? null))
    const flagged = sum(leaves.map((leaf, i) => (leaf.slots.length === 0 ? 0 : (sources[i]?.flagged.rows ?? null))))
    return [port, { rows, ...(leaves.some(leaf => leaf.slots.length > 0) ? { flagged } : {}) }] as const
  })
  const outputs = Object.entries(run.outcomes.get(node.id)?.ports ?? {}).map(
    ([port, { tally, flagged, relation }]) =>
      [port, { rows: tally.rows, ...(slotsOf(relation).length > 0 ? { flagged: flagged.rows } : {}) }] as const,
  )
  return Object.fromEntries([...inputs, ...outputs])
}

const sum = (counts: readonly (number | null)[]): number | null =>
  counts.reduce<number | null>((all, n) => (all === null || n === null ? null : all + n), 0)

/** What a failure means for the rest: the run's end, or a node without rows, or one with empty ports. */
const failed = async (
  node: CompiledNode,
  failure: RunFailure,
  run: RunContext,
  ms: number,
): Promise<readonly Step[]> => {
  const onFailure = node.node.run?.onFailure ?? 'fail'
  run.progress.set(node.id, { status: 'failed', ms })
  run.outcomes.set(node.id, { status: 'failed', ms, ports: {} })
  if (onFailure === 'fail' || failure.problem.node !== node.id || failure.problem.code === 'E-ROWS-LOST') throw failure
  const warning: Problem = { ...failure.problem, severity: 'warning' }
  run.problems.push(warning)
  if (onFailure === 'empty' && !isSink(node)) {
    const ports: Record<string, RunPort> = {}
    for (const { name } of node.outputPorts) ports[name] = await emptyPort(node, name, run.database)
    run.outcomes.set(node.id, { status: 'failed', ms, ports })
  }
  return []
}

const emptyPort = async (node: CompiledNode, port: string, database: RunStatements): Promise<RunPort> => {
  const { columns, relation, ordered } = node.ports[port]!
  const hidden: Column[] = hiddenColumns(relation).map(name => ({
    name,
    type: name.startsWith('__weir_detail') ? 'VARCHAR' : name.startsWith('__weir_flagged') ? 'BIGINT' : 'UBIGINT',
  }))
  const made = await database.materialise(values([...columns, ...hidden], []), node.id)
  const table: Table = { ...made.table, columns, slots: slotsOf(relation), ordered }
  return { relation: table, tally: { rows: 0 }, flagged: { rows: 0 }, fused: [] }
}
