import type { Problem } from '#core/problem.ts'
import type { PortReport } from '#core/report.ts'
import type { Session } from '../duckdb/session.ts'
import type { RunContext } from './context.ts'
import type { Step } from './journal.ts'
import { inputNodes } from './plan.ts'
import { dropUnread } from './release.ts'
import { checkAccount, portReports, runNode } from './run-node.ts'
import { keepsRejects, readsRejects } from './shape.ts'
import { sideBySide, type Turn, type Work } from './side-by-side.ts'
import { isOfTable } from './table-sink.ts'
import { bytesRead, type Noted } from './weight.ts'

/** What the work of nodes is done on. */
export interface Lanes {
  /** The run's own session, which what scans reject is read on. */
  readonly session: Session
  connect(): Promise<Session>
  readonly threads: number
  readonly memoryBytes: number
  readonly signal: AbortSignal | undefined
}

/** Of the three calls that DuckDB takes at once, one is left for pages, and for looks at the memory. */
const mostAtOnce = 2

/** Nodes that go over more than this part of the memory budget do not run at once. */
const heavyShare = 1 / 8

/** Does the work of all nodes, independent ones side by side; gives the steps that will publish it, in the order of the plan. */
export const runNodes = async (run: RunContext, lanes: Lanes): Promise<readonly Step[]> => {
  // who listens to a run's statements hears those of one node at a time
  const width = run.trace ? 1 : Math.min(lanes.threads, mostAtOnce)
  const { order } = run.plan
  const unwritten = new Map(run.sinks)
  const steps = new Map<string, readonly Step[]>()
  const problems = new Map<string, Problem[]>()
  const busy = new Map<string, Noted>()
  const tables: Noted = new Map()
  const idle = [lanes.session]
  const further: Session[] = []

  const lend = async (): Promise<Session> => {
    const session = idle.shift() ?? (await lanes.connect())
    if (session !== lanes.session && !further.includes(session)) further.push(session)
    return session
  }

  /** What nodes have come to, as if they had been done one after another. */
  const settle = (): void => {
    run.problems.splice(0, run.problems.length, ...order.flatMap(id => problems.get(id) ?? []))
    inOrder(run.outcomes, order)
    inOrder(run.quarantined, order)
    inOrder(run.samples.found, order)
  }

  const perform = async (id: string, of: RunContext, signal: AbortSignal | undefined): Promise<void> => {
    steps.set(id, await runNode(id, of, signal))
    tellLateCounts(run)
    const toCome = order.filter(other => !steps.has(other))
    await dropUnread(
      of,
      toCome,
      [...busy].flatMap(([other, noted]) => (other === id ? [] : [...noted.keys()])),
    )
  }

  const beside = async (id: string, { stopped, alone }: Turn): Promise<void> => {
    const isOfRejects = touchesRejects(id, run)
    const session = isOfRejects ? lanes.session : await lend()
    const noted: Noted = new Map()
    busy.set(id, noted)
    const told: Problem[] = []
    problems.set(id, told)
    const database = run.database.on(session, noted).within(stopped)
    const signal = lanes.signal ? AbortSignal.any([lanes.signal, stopped]) : stopped
    try {
      await perform(id, { ...run, database, problems: told, alone }, signal)
    } finally {
      for (const [name, bytes] of noted) tables.set(name, bytes)
      busy.delete(id)
      settle()
      if (!isOfRejects) idle.push(session)
    }
  }

  const undo = (id: string): void => {
    for (const map of [steps, problems, run.outcomes, run.quarantined, run.samples.found]) map.delete(id)
    const sink = unwritten.get(id)
    if (sink) run.sinks.set(id, sink)
    run.progress.reset(id)
    settle()
  }

  const act = (id: string, turn: Turn): Promise<void> =>
    width === 1 ? perform(id, run, lanes.signal) : beside(id, turn)

  const limit = lanes.memoryBytes * heavyShare
  const isHeavy = async (id: string): Promise<boolean> => (await bytesRead(id, run, tables)) > limit
  try {
    await sideBySide({ works: worksOf(run), width, signal: lanes.signal, isHeavy, act, undo })
  } finally {
    for (const session of further) session.close()
  }
  for (const [id, { status }] of run.outcomes) if (status !== 'failed') checkAccount(run.flow.nodes[id]!, run)
  return order.flatMap(id => steps.get(id) ?? [])
}

/** What depends on what: a node on its inputs, and a report of the others on all before it. */
const worksOf = ({ flow, plan, targets }: RunContext): readonly Work[] =>
  plan.order.map((id, index) => {
    const { node, compiled, ...rest } = flow.nodes[id]!
    const target = targets.get(id)
    return {
      id,
      after: compiled?.report ? plan.order.slice(0, index) : inputNodes({ node, compiled, ...rest }),
      // the file that a table is in is attached by one at a time
      holds: target && isOfTable(target) ? [target.path] : [],
      // its time is its own
      alone: node.run?.timeoutSeconds != null,
    }
  })

/** What a scan has rejected lies in temporary tables of the session that it ran on. */
const touchesRejects = (id: string, { flow, outcomes }: RunContext): boolean => {
  const { inputs, ports } = flow.nodes[id]!
  const read = Object.values(inputs).flatMap(leaves =>
    leaves.flatMap(leaf => outcomes.get(leaf.node)?.ports[leaf.port]?.relation ?? []),
  )
  const own = Object.values(ports).map(({ relation }) => relation)
  return [...read, ...own].some(relation => keepsRejects(relation) || readsRejects(relation))
}

/** Puts a map's entries into the order of the plan. */
const inOrder = <T>(map: Map<string, T>, order: readonly string[]): void => {
  for (const id of order) {
    const value = map.get(id)
    if (value === undefined) continue
    map.delete(id)
    map.set(id, value)
  }
}

/** Rows of a port may be counted where they arrive, nodes later. */
const tellLateCounts = (run: RunContext): void => {
  for (const id of run.outcomes.keys()) {
    const told = run.progress.state(id).ports ?? {}
    if (Object.values(told).every(({ rows, flagged }) => rows !== null && flagged !== null)) continue
    const ports = portReports(run.flow.nodes[id]!, run)
    const isNew = ([port, { rows, flagged }]: [string, PortReport]) =>
      rows !== told[port]?.rows || flagged !== told[port]?.flagged
    if (Object.entries(ports).some(isNew)) run.progress.set(id, { ports })
  }
}
