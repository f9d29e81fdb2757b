import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Flow } from '#core/flow/types.ts'
import type { Problem } from '#core/problem.ts'
import type { Report } from '#core/report.ts'
import type { Client, FeedValue } from '#rpc/contract.ts'
import type { DocumentStore } from './document.ts'
import { documentOf } from './facts.ts'
import { problemOf } from './problem-of.ts'
import type { SessionStore } from './session.ts'
import { staleNodes } from './stale.ts'

export type RunNode = Extract<FeedValue<'run'>, { event: 'nodes' }>['nodes'][string]

export interface RunState {
  readonly status: 'idle' | 'running' | 'succeeded' | 'failed' | 'gated' | 'cancelled'
  readonly nodes: Readonly<Record<string, RunNode>>
  readonly report: Report | null
  readonly problems: readonly Problem[]
  readonly startedAt: number | null
  readonly finishedAt: number | null
  /** The flow as it was run; what has changed since is stale. */
  readonly flow: Flow | null
  readonly stale: ReadonlySet<string>
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
  flow: null,
  stale: new Set<string>(),
  dismissed: false,
} as const

export const createRun = (client: Client, document: DocumentStore, session: SessionStore): RunStore => {
  let abort: AbortController | null = null
  const store = createStore<RunState>()((set, get) => ({
    ...fresh,
    start: async (to = []) => {
      if (get().status === 'running') return
      const own = new AbortController()
      abort = own
      const flow = document.getState().base
      set({ ...fresh, status: 'running', startedAt: Date.now(), flow })
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
  document.subscribe((state, before) => {
    const ran = store.getState().flow
    if (ran && state.base !== before.base) store.setState({ stale: staleNodes(ran, state.base) })
  })
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
