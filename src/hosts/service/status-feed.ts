import type { Engine } from '#engine/api.ts'
import type { FeedValue } from '#rpc/contract.ts'

const everyMs = 1000

/** Waits, or until the signal says that nobody listens any more. */
export const pause = (ms: number | null, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = ms === null ? undefined : setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })

/** Memory and what runs, told when it changes. */
export const statusFeed = async function* (
  engine: Pick<Engine, 'memory'>,
  running: () => string | null,
  signal: AbortSignal,
): AsyncGenerator<FeedValue<'status'>, void> {
  let last = ''
  while (!signal.aborted) {
    const { usedBytes, spilledBytes } = await engine.memory()
    const status = { memoryBytes: usedBytes, spilledBytes, running: running() }
    const text = JSON.stringify(status)
    if (text !== last) yield status
    last = text
    await pause(everyMs, signal)
  }
}
