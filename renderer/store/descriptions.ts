import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Problem } from '#core/problem.ts'
import type { Description } from '#core/source/description.ts'
import type { Client } from '#rpc/contract.ts'
import type { DocumentInput } from './facts.ts'
import { problemOf } from './problem-of.ts'

/** What is known of how a source's files are written. */
export interface Described {
  readonly description: Description | null
  readonly waiting: boolean
  readonly problem: Problem | null
  /** Which of its files is looked at. */
  readonly file: number
}

export interface DescriptionsState {
  readonly nodes: Readonly<Record<string, Described>>
  /** Asks about a source, once for each `version` of what its files and settings are. */
  ask(node: string, version: string): void
  /** Looks at another of its files. */
  choose(node: string, file: number, version: string): void
}

export type DescriptionsStore = StoreApi<DescriptionsState>

/** Nothing was asked yet. */
export const undescribed: Described = { description: null, waiting: true, problem: null, file: 0 }

/** Keeps what the host says of sources: the inspector and the dock show the same. While an answer is awaited the last one stays. */
export const createDescriptions = (client: Client, current: () => DocumentInput): DescriptionsStore => {
  const asked = new Map<string, { readonly key: string; readonly controller: AbortController }>()
  return createStore<DescriptionsState>()((set, get) => {
    const put = (node: string, part: Partial<Described>) =>
      set(({ nodes }) => ({ nodes: { ...nodes, [node]: { ...(nodes[node] ?? undescribed), ...part } } }))
    const ask = async (node: string, version: string): Promise<void> => {
      const { file } = get().nodes[node] ?? undescribed
      const key = JSON.stringify([version, file])
      if (asked.get(node)?.key === key) return
      asked.get(node)?.controller.abort()
      const controller = new AbortController()
      asked.set(node, { key, controller })
      put(node, { waiting: true })
      const { signal } = controller
      try {
        const answer = await client.call('describe', { document: current(), node, file }, { signal })
        const description = answer as Description
        if (!signal.aborted) put(node, { description, file: description.file, waiting: false, problem: null })
      } catch (error) {
        if (signal.aborted) return
        asked.delete(node)
        put(node, { waiting: false, problem: problemOf(error) })
      }
    }
    return {
      nodes: {},
      ask: (node, version) => void ask(node, version),
      choose: (node, file, version) => {
        put(node, { file })
        void ask(node, version)
      },
    }
  })
}
