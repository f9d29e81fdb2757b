import type * as z from 'zod'
import type { Receiver } from './client.ts'
import { type RpcError, violated } from './error.ts'
import { feedCredit, type Request } from './protocol.ts'

export interface FeedOptions {
  readonly name: string
  readonly input: unknown
  readonly schema: z.ZodType
  /** Aborting asks the feed to end: values go on until it has, so that a stopped run still reports. */
  readonly signal: AbortSignal | undefined
  readonly begin: (receiver: Receiver) => number
  readonly forget: (id: number) => void
  readonly send: (message: Request) => void
}

/** The client's end of one feed: values wait here until they are read, and reading grants credit for more. */
export const openFeed = async function* (options: FeedOptions): AsyncGenerator<unknown, void> {
  const { name, input, schema, signal, begin, forget, send } = options
  if (signal?.aborted) return
  const waiting: unknown[] = []
  let over = false
  let error: RpcError | null = null
  let wake = () => {}
  const finish = (reason: RpcError | null) => {
    over = true
    error = reason
    wake()
  }
  const id = begin({
    value: value => {
      waiting.push(value)
      wake()
    },
    end: () => finish(null),
    fail: finish,
  })
  const abort = () => send({ type: 'abort', id })
  signal?.addEventListener('abort', abort)
  send({ type: 'feed', id, name, input, credit: feedCredit })
  let read = 0
  try {
    while (true) {
      while (waiting.length > 0) {
        const value = schema.safeParse(waiting.shift())
        if (!value.success) throw violated(`a value of ${name}`)
        yield value.data
        if (++read % (feedCredit / 2) === 0 && !over) send({ type: 'credit', id, count: feedCredit / 2 })
      }
      if (over) break
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
    if (error) throw error
  } finally {
    signal?.removeEventListener('abort', abort)
    if (!over) {
      forget(id)
      send({ type: 'drop', id })
    }
  }
}
