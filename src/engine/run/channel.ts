/** Hands values from who makes them to who reads them, one at a time: each waits for the other. */
export interface Channel<T> {
  /** Resolves when the value was taken; rejects where nobody reads any more. */
  put(value: T): Promise<void>
  end(): void
  fail(error: unknown): void
  /** What was put, once. */
  all(): AsyncIterable<T>
  /** Nobody reads any more. */
  stop(): void
}

type Given<T> = { readonly value: T } | { readonly error: unknown } | null

const stopped = new Error('Nobody reads any more')

export const channel = <T>(): Channel<T> => {
  const given: Given<T>[] = []
  let arrive = (): void => undefined
  let take = (): void => undefined
  let isStopped = false
  const give = (each: Given<T>) => {
    given.push(each)
    arrive()
  }
  return {
    put: async value => {
      if (isStopped) throw stopped
      const taken = new Promise<void>(resolve => {
        take = resolve
      })
      give({ value })
      await taken
      if (isStopped) throw stopped
    },
    end: () => give(null),
    fail: error => give({ error }),
    stop: () => {
      isStopped = true
      take()
    },
    async *all() {
      for (;;) {
        if (given.length === 0)
          await new Promise<void>(resolve => {
            arrive = resolve
          })
        const next = given.shift()
        if (next === null || next === undefined) return
        if ('error' in next) throw next.error
        yield next.value
        take()
      }
    },
  }
}
