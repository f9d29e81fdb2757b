import { createStore, type StoreApi } from 'zustand/vanilla'
import { saveFlow } from '#core/flow/save.ts'
import type { Faces } from '#core/node/kind.ts'
import type { Problem } from '#core/problem.ts'
import type { CallInput, CallOutput, Client } from '#rpc/contract.ts'
import type { DocumentStore } from './document.ts'
import { problemOf } from './problem-of.ts'
import type { SessionStore } from './session.ts'

export type NodeFacts = CallOutput<'check'>['nodes'][string]
export type DocumentInput = CallInput<'check'>['document']

export interface FactsState {
  readonly problems: readonly Problem[]
  /** What is known of each node without running it, by id. */
  readonly nodes: Readonly<Record<string, NodeFacts>>
  readonly checking: boolean
  readonly checkedAt: number | null
  readonly ms: number | null
  /** Asks at once. */
  check(): Promise<void>
}

export type FactsStore = StoreApi<FactsState>

/** The document as the calls take it. */
export const documentOf = (document: DocumentStore, session: SessionStore, catalogue?: Faces): DocumentInput => ({
  text: saveFlow(document.getState().base, catalogue),
  path: document.getState().path,
  params: { ...session.getState().params },
})

export interface FactsOptions {
  readonly delay?: number
}

/** Keeps problems and columns of the flow as it stands: asked for shortly after an edit, the newest answer wins. */
export const createFacts = (
  client: Client,
  document: DocumentStore,
  session: SessionStore,
  { delay = 120 }: FactsOptions = {},
): FactsStore => {
  let asked: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  const store = createStore<FactsState>()((set, get) => ({
    problems: [],
    nodes: {},
    checking: false,
    checkedAt: null,
    ms: null,
    check: async () => {
      clearTimeout(timer)
      asked?.abort()
      const own = new AbortController()
      asked = own
      set({ checking: true })
      const started = Date.now()
      try {
        const { problems, nodes } = await client.call(
          'check',
          { document: documentOf(document, session) },
          { signal: own.signal },
        )
        if (asked === own) set({ problems: problems as Problem[], nodes: kept(get().nodes, nodes) })
      } catch (error) {
        if (asked === own) set({ problems: [problemOf(error)] })
      }
      if (asked === own) set({ checking: false, checkedAt: Date.now(), ms: Date.now() - started })
    },
  }))
  const soon = () => {
    clearTimeout(timer)
    asked?.abort()
    asked = null
    timer = setTimeout(() => void store.getState().check(), delay)
  }
  document.subscribe((state, before) => {
    const { nodes, edges, params } = state.base
    const old = before.base
    if (nodes !== old.nodes || edges !== old.edges || params !== old.params || state.path !== before.path) soon()
  })
  session.subscribe((state, before) => {
    if (state.params !== before.params) soon()
  })
  return store
}

/** Facts that say the same keep their identity, so that only nodes that changed are drawn again. */
const kept = (before: FactsState['nodes'], after: FactsState['nodes']): FactsState['nodes'] =>
  Object.fromEntries(
    Object.entries(after).map(([id, facts]) => {
      const old = before[id]
      return [id, old && JSON.stringify(old) === JSON.stringify(facts) ? old : facts]
    }),
  )
