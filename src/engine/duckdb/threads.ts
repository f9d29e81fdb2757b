import type { Session } from './session.ts'

const setThreads = (threads: number): string => `SET threads = ${Math.max(1, Math.trunc(threads))}`

/** Of the process's one instance: how many works want one thread now, and the last change of their number. */
let holders = 0
let changed: Promise<unknown> = Promise.resolve()

const change = (session: Session, threads: number): Promise<unknown> => {
  changed = changed.catch(() => undefined).then(() => session.execute(setThreads(threads)))
  return changed
}

/** Does a work while DuckDB has one thread, and gives it back its threads after the last of such works. */
export const withOneThread = async <T>(session: Session, threads: number, work: () => Promise<T>): Promise<T> => {
  holders += 1
  try {
    await (holders === 1 ? change(session, 1) : changed)
    return await work()
  } finally {
    holders -= 1
    if (holders === 0) await change(session, threads)
  }
}
