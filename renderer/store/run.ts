import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Problem } from '#core/problem.ts'
import type { Report } from '#core/report.ts'
import type { Client, FeedValue } from '#rpc/contract.ts'
import type { DocumentStore } from './document.ts'
import { documentOf, type FactsState, type FactsStore } from './facts.ts'
import { same } from './patch.ts'
import { problemOf } from './problem-of.ts'
import type { SessionStore } from './session.ts'
import { nothingStale, type Ran, type Stale, staleNodes } from './stale.ts'

export type RunNode = Extract<FeedValue<'run'>, { event: 'nodes' }>['nodes'][string]

export interface RunState {
  readonly status: 'idle' | 'running' | 'succeeded' | 'failed' | 'gated' | 'cancelled'
  readonly nodes: Readonly<Record<string, RunNode>>
  readonly report: Report | null
  readonly problems: readonly Problem[]
  readonly startedAt: number | null
  readonly finishedAt: number | null
  /** The flow as it was run, with its parameters and files; what has changed since is stale. */
  readonly ran: Ran | null
  readonly stale: Stale
  /** Whether the strip above the canvas was put away. */
  readonly dismissed: boolean
  start(to?: readonly string[]): Promise<void>
  stop(): void
  dismiss(): void
  reset(): void
}

export type RunStore = StoreApi<RunState>

const fresh = {
  status: 'idle',
  nodes: {},
  report: null,
  problems: [],
  startedAt: null,
  finishedAt: null,
  ran: null,
  stale: nothingStale,
  dismissed: false,
} as const

const stampsIn = (nodes: FactsState['nodes']): Ran['stamps'] =>
  Object.fromEntries(Object.entries(nodes).flatMap(([id, { stamp }]) => (stamp === undefined ? [] : [[id, stamp]])))

export const createRun = (
  client: Client,
  document: DocumentStore,
  session: SessionStore,
  facts: FactsStore,
): RunStore => {
  let abort: AbortController | null = null
  const now = (): Ran => ({
    flow: document.getState().base,
    params: session.getState().params,
    stamps: stampsIn(facts.getState().nodes),
  })
  const store = createStore<RunState>()((set, get) => ({
    ...fresh,
    start: async (to = []) => {
      if (get().status === 'running') return
      const own = new AbortController()
      abort = own
      set({ ...fresh, status: 'running', startedAt: Date.now(), ran: { ...now(), stamps: {} } })
      // what the files are before they are read
      void facts
        .getState()
        .check()
        .then(() => put({ ran: { ...get().ran!, stamps: now().stamps } }))
      const put = (part: Partial<RunState>) => {
        if (abort === own) set(part)
      }
      try {
        const request = { document: documentOf(document, session), ...(to.length ? { to: [...to] } : {}) }
        for await (const value of client.feed('run', request, { signal: own.signal })) {
          if (value.event === 'started')
            put({ nodes: Object.fromEntries(value.nodes.map(id => [id, { status: 'waiting' as const }])) })
          else if (value.event === 'nodes') put({ nodes: { ...get().nodes, ...value.nodes } })
          else {
            const report = value.report as Report
            put({ status: report.run.status, report, problems: value.problems as Problem[], finishedAt: Date.now() })
          }
        }
        if (get().status === 'running') put({ status: 'cancelled', finishedAt: Date.now() })
      } catch (error) {
        const cancelled = own.signal.aborted
        put({
          status: cancelled ? 'cancelled' : 'failed',
          problems: cancelled ? [] : [problemOf(error)],
          finishedAt: Date.now(),
        })
      }
      put({ nodes: settled(get().nodes) })
    },
    stop: () => abort?.abort(),
    dismiss: () => set({ dismissed: true }),
    reset: () => {
      abort?.abort()
      abort = null
      set(fresh)
    },
  }))
  const compare = () => {
    const { ran, stale } = store.getState()
    if (!ran) return
    const found = staleNodes(ran, now())
    if (!same([...stale], [...found])) store.setState({ stale: found })
  }
  document.subscribe((state, before) => state.base !== before.base && compare())
  session.subscribe((state, before) => state.params !== before.params && compare())
  facts.subscribe((state, before) => state.nodes !== before.nodes && compare())
  return store
}

/** After a run's end nothing waits or runs any more: what did was stopped. */
const settled = (nodes: RunState['nodes']): RunState['nodes'] =>
  Object.fromEntries(
    Object.entries(nodes).map(([id, node]) => [
      id,
      node.status === 'waiting' || node.status === 'running' ? { ...node, status: 'cancelled' as const } : node,
    ]),
  )
