import type { RunResult } from '../api.ts'
import type { TableStore } from './store.ts'

/** When tables are written into the cache folder: never while somebody waits. */
export interface Keeper {
  /** A run has ended: what it has computed is wanted again if it did not reach its end. */
  ended(exitCode: RunResult['exitCode'], ms: number): void
  /** Something was looked at. */
  looked(): void
  /** Ends what was begun; nothing more is kept. */
  stop(): Promise<void>
}

/** Of a run's time: so much longer it may be for the sake of later ones. */
const share = 0.03
/** Who cancels does not wait long. */
const cancelledMs = 3_000
const idleMs = 3_000

export const keeper = (store: TableStore): Keeper => {
  let work: Promise<void> = Promise.resolve()
  let timer: ReturnType<typeof setTimeout> | undefined
  const keep = (ms: number) => {
    work = work.then(() => store.keep(ms)).catch(() => undefined)
  }
  const whenIdle = () => {
    clearTimeout(timer)
    timer = setTimeout(() => keep(Number.POSITIVE_INFINITY), idleMs)
    timer.unref()
  }
  return {
    ended: (exitCode, ms) => {
      keep(exitCode === 0 ? ms * share : exitCode === 130 ? cancelledMs : Number.POSITIVE_INFINITY)
      whenIdle()
    },
    looked: whenIdle,
    stop: async () => {
      clearTimeout(timer)
      await work
    },
  }
}
