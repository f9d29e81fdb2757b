/** A piece of work among others. */
export interface Work {
  readonly id: string
  /** Works that must have ended before. */
  readonly after: readonly string[]
  /** What only one work at a time may have. */
  readonly holds: readonly string[]
  /** Nothing runs beside it. */
  readonly alone: boolean
}

/** What a work knows of its turn. */
export interface Turn {
  /** Aborted when an earlier work has failed. */
  readonly stopped: AbortSignal
  /** Waits until nothing runs beside it, and keeps it so; false: nothing did. */
  alone(): Promise<boolean>
}

export interface Works {
  /** In the order in which they would be done one after another. */
  readonly works: readonly Work[]
  readonly width: number
  readonly signal: AbortSignal | undefined
  /** Of two that weigh much, the second waits. */
  isHeavy(id: string): Promise<boolean>
  act(id: string, turn: Turn): Promise<void>
  /** Told of each work that was begun, and of which nothing is to be seen since an earlier one failed. */
  undo(id: string): void
}

interface Running {
  readonly work: Work
  readonly index: number
  readonly stop: AbortController
  beside: boolean
  alone: boolean
  /** It waits until nothing runs beside it. */
  go: (() => void) | null
}

/**
 * Does works side by side, so that what comes of it is what would come of doing them one after another: a failure stops those after it, and
 * lets those before it come to their end, so that of several failures the first is thrown.
 */
export const sideBySide = async ({ works, width, signal, isHeavy, act, undo }: Works): Promise<void> => {
  const begun = new Set<string>()
  const done = new Set<string>()
  const running = new Set<Running>()
  const failed: { index: number; error: unknown } = { index: works.length, error: null }
  let tell = (): void => {}

  const fail = (index: number, error: unknown): void => {
    if (failed.index < index) return
    Object.assign(failed, { index, error })
    for (const each of running) if (each.index > index) each.stop.abort(error)
  }

  const begin = (work: Work, index: number): void => {
    const stop = new AbortController()
    const one: Running = { work, index, stop, beside: running.size > 0, alone: work.alone, go: null }
    for (const other of running) other.beside = true
    running.add(one)
    begun.add(work.id)
    const alone = async (): Promise<boolean> => {
      if (!one.beside) return false
      await new Promise<void>(go => {
        one.go = go
        tell()
      })
      return true
    }
    act(work.id, { stopped: stop.signal, alone })
      .then(
        () => done.add(work.id),
        error => {
          if (!stop.signal.aborted) fail(index, error)
        },
      )
      .finally(() => {
        running.delete(one)
        tell()
      })
  }

  /** Lets the first of those that wait go on, if nothing else is at work; a stopped one goes on to its end. */
  const letGo = (): void => {
    const waiting = [...running].filter(each => each.go !== null).sort((a, b) => a.index - b.index)
    const others = running.size - waiting.length
    for (const each of waiting) {
      const next = each === waiting[0] && others === 0
      if (!next && !each.stop.signal.aborted && !signal?.aborted) continue
      each.alone = true
      each.beside = false
      each.go?.()
      each.go = null
    }
  }

  const mayBegin = async (work: Work): Promise<boolean> => {
    const others = [...running]
    if (others.some(other => other.work.holds.some(hold => work.holds.includes(hold)))) return false
    if (others.length === 0 || !(await isHeavy(work.id))) return true
    for (const other of others) if (await isHeavy(other.work.id)) return false
    return true
  }

  const isFull = (index: number): boolean =>
    signal?.aborted === true ||
    running.size >= width ||
    index >= failed.index ||
    [...running].some(each => each.alone || each.go !== null)

  const beginAll = async (): Promise<void> => {
    for (const [index, work] of works.entries()) {
      if (begun.has(work.id) || !work.after.every(id => done.has(id))) continue
      if (isFull(index) || (work.alone && running.size > 0)) return
      const may = await mayBegin(work)
      // meanwhile others may have failed or asked for room
      if (isFull(index)) return
      if (may) begin(work, index)
    }
  }

  const wake = () => tell()
  signal?.addEventListener('abort', wake)
  for (;;) {
    let told = false
    const changed = new Promise<void>(resolve => {
      tell = () => {
        told = true
        resolve()
      }
    })
    letGo()
    await beginAll()
    // what ended while it was weighed may let others begin
    if (running.size === 0 && !told) break
    await changed
  }
  signal?.removeEventListener('abort', wake)
  for (const { id } of works.slice(failed.index + 1)) if (begun.has(id)) undo(id)
  if (failed.index < works.length) throw failed.error
  signal?.throwIfAborted()
}
