import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallOutput, Client } from '#rpc/contract.ts'

export type Hello = CallOutput<'hello'>

export interface HostState {
  readonly hello: Hello | null
  readonly memoryBytes: number | null
  /** Whether the wire to the host is up. */
  readonly connected: boolean
  greet(): Promise<Hello>
  /** Follows memory until the wire ends. */
  follow(): Promise<void>
}

export type HostStore = StoreApi<HostState>

export const createHost = (client: Client): HostStore =>
  createStore<HostState>()(set => ({
    hello: null,
    memoryBytes: null,
    connected: true,
    greet: async () => {
      const hello = await client.call('hello', {})
      set({ hello })
      return hello
    },
    follow: async () => {
      try {
        for await (const { memoryBytes } of client.feed('status', {})) set({ memoryBytes, connected: true })
      } catch {
        set({ connected: false })
      }
    },
  }))
