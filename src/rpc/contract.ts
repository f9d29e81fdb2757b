import type * as z from 'zod'
import { filesCalls, filesFeeds } from './contract/files.ts'
import { hostCalls, hostFeeds } from './contract/host.ts'
import { nodesCalls } from './contract/nodes.ts'
import { pagesCalls } from './contract/pages.ts'
import { planCalls } from './contract/plan.ts'
import { profileCalls } from './contract/profile.ts'
import { quarantineCalls } from './contract/quarantine.ts'
import { runsCalls, runsFeeds } from './contract/runs.ts'
import { sourcesCalls } from './contract/sources.ts'
import { suggestionsCalls } from './contract/suggestions.ts'

export { longestAddedFile } from './contract/files.ts'

/**
 * The one contract between the renderer and whoever hosts the engine. A call is asked and answered once; a feed sends values until
 * it ends or is cancelled. Every message is validated on the side that receives it. The flow travels as the
 * document's text, so that both sides parse it with the same code. Each area has a file.
 *
 * Calls by name: input and output. Errors come back as one problem each.
 */
export const calls = {
  ...hostCalls,
  ...nodesCalls,
  ...pagesCalls,
  ...planCalls,
  ...profileCalls,
  ...suggestionsCalls,
  ...sourcesCalls,
  ...quarantineCalls,
  ...runsCalls,
  ...filesCalls,
} as const

/** Feeds by name: input and each value. */
export const feeds = {
  ...hostFeeds,
  ...runsFeeds,
  ...filesFeeds,
} as const

export type Calls = typeof calls
export type Feeds = typeof feeds
export type CallName = keyof Calls
export type FeedName = keyof Feeds
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>
export type CallOutput<N extends CallName> = z.output<Calls[N]['output']>
export type FeedInput<N extends FeedName> = z.input<Feeds[N]['input']>
export type FeedValue<N extends FeedName> = z.output<Feeds[N]['value']>

/** What the renderer is handed: the same on every wire. A failed call rejects with a `RpcError` that holds a problem. */
export interface Client {
  call<N extends CallName>(name: N, input: CallInput<N>, options?: { signal?: AbortSignal }): Promise<CallOutput<N>>
  feed<N extends FeedName>(
    name: N,
    input: FeedInput<N>,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<FeedValue<N>>
}

/** What a host implements, checked against the contract by the compiler. */
export type Service = {
  readonly [N in CallName]: (
    input: z.output<Calls[N]['input']>,
    context: CallContext,
  ) => Promise<z.input<Calls[N]['output']>>
} & {
  readonly feeds: {
    readonly [N in FeedName]: (
      input: z.output<Feeds[N]['input']>,
      context: CallContext,
    ) => AsyncIterable<z.input<Feeds[N]['value']>>
  }
}

export interface CallContext {
  readonly signal: AbortSignal
}
