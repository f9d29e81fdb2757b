import type { ScanInfo } from '#core/relation/relation.ts'
import type { ScanWatch } from './world.ts'

/** A look at files that goes on, for all who ask for the same. */
interface Look {
  readonly result: Promise<ScanInfo>
  /** Ends its statements. */
  readonly given: AbortController
  /** Ends its checks, too. */
  readonly stopped: AbortController
  readonly watches: Set<ScanWatch>
}

const going = new Map<string, Look>()

const giveUp = (key: string, look: Look): void => {
  if (going.get(key) === look) going.delete(key)
  look.given.abort(new Error('Nobody waits for these files to be looked at'))
}

const begin = (key: string, work: (watch: ScanWatch, wanted: AbortSignal) => Promise<ScanInfo>): Look => {
  for (const [other, look] of going) if (look.watches.size === 0) giveUp(other, look)
  const watches = new Set<ScanWatch>()
  const [given, stopped] = [new AbortController(), new AbortController()]
  const checking = (file: string, share: number) => {
    for (const watch of watches) watch.checking?.(file, share)
  }
  const result = work({ signal: stopped.signal, checking }, given.signal)
  const look: Look = { result, given, stopped, watches }
  going.set(key, look)
  const done = () => {
    if (going.get(key) === look) going.delete(key)
  }
  result.then(done, done)
  return look
}

/**
 * Works once for all who ask for the same at a time. What nobody waits for any more goes on until something else is to be looked at: who
 * edits elsewhere will ask for it again.
 */
export const lookTogether = async (
  key: string,
  watch: ScanWatch,
  work: (watch: ScanWatch, wanted: AbortSignal) => Promise<ScanInfo>,
): Promise<ScanInfo> => {
  const { signal, wanted } = watch
  signal?.throwIfAborted()
  wanted?.throwIfAborted()
  const look = going.get(key) ?? begin(key, work)
  look.watches.add(watch)
  const listening = new AbortController()
  const left = new Promise<never>((_, reject) => {
    for (const each of [signal, wanted])
      each?.addEventListener('abort', () => reject(each.reason), { once: true, signal: listening.signal })
  })
  try {
    return await Promise.race([look.result, left])
  } finally {
    listening.abort()
    look.watches.delete(watch)
    if (signal?.aborted && look.watches.size === 0) {
      giveUp(key, look)
      look.stopped.abort(signal.reason)
    }
  }
}
