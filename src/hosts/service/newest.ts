import { cancelled } from '#rpc/error.ts'

/** Requests of one kind that replace each other: a newer one aborts those before it. */
export interface Newest {
  /** `view` says what is asked for: requests for the same view stand beside each other, a new view aborts the old one's. */
  run<T>(view: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>
}

export const newest = (): Newest => {
  let view: string | null = null
  let controller = new AbortController()
  return {
    run: async (asked, signal, work) => {
      if (asked !== view) controller.abort()
      if (asked !== view || controller.signal.aborted) controller = new AbortController()
      view = asked
      const both = AbortSignal.any([signal, controller.signal])
      // Whatever comes of it, or of its being stopped, comes too late once a newer one took its place.
      const late = (error: unknown): never => {
        throw both.aborted ? cancelled() : error
      }
      const result = await work(both).catch(late)
      return both.aborted ? late(null) : result
    },
  }
}

/** One after the other; of those that wait, only the newest is done. For work that cannot be interrupted. */
export const newestInTurn = (): Newest['run'] => {
  const requests = newest()
  let last: Promise<unknown> = Promise.resolve()
  let count = 0
  return (_view, signal, work) => {
    const before = last
    const mine = requests.run(String(++count), signal, async both => {
      await before.catch(() => {})
      if (both.aborted) throw cancelled()
      return work(both)
    })
    last = mine
    mine.catch(() => {})
    return mine
  }
}
