import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallOutput, Client } from '#rpc/contract.ts'

export type Hello = CallOutput<'hello'>

export interface HostState {
  readonly hello: Hello | null
  readonly memoryBytes: number | null
  /** What did not fit into memory, and lies on the disk. */
  readonly spilledBytes: number
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
    spilledBytes: 0,
    connected: true,
    greet: async () => {
      const hello = await client.call('hello', {})
      set({ hello })
      return hello
    },
    follow: async () => {
      try {
        for await (const { memoryBytes, spilledBytes } of client.feed('status', {}))
          set({ memoryBytes, spilledBytes, connected: true })
      } catch {
        set({ connected: false })
      }
    },
  }))
