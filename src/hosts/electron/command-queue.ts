/** Commands for the editor: kept until it listens, then handed on one by one. */
export interface CommandQueue<T> {
  push(command: T): void
  /** Yields commands until the signal aborts. One listener at a time: the newest. */
  listen(signal: AbortSignal): AsyncGenerator<T>
}

/** An endless feed of what was pushed, for the one editor window. */
export const commandQueue = <T>(): CommandQueue<T> => {
  const waiting: T[] = []
  let wake = () => {}
  return {
    push: command => {
      waiting.push(command)
      wake()
    },
    async *listen(signal) {
      while (!signal.aborted) {
        const next = waiting.shift()
        if (next !== undefined) {
          yield next
          continue
        }
        await new Promise<void>(resolve => {
          wake = resolve
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
      }
    },
  }
}
