import { watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { quickStamp, sameContent, stampOf } from './flow-file.ts'

const settleMs = 60
/** For the folders that tell nothing: network disks, containers. */
const pollMs = 2000

/** A word with the new stamp whenever a file's content changes, null when it is gone. Its folder is watched: savers rename. */
export const watchFile = async function* (
  path: string,
  signal: AbortSignal,
): AsyncGenerator<{ stamp: string | null }, void> {
  let wake = () => {}
  const name = basename(path)
  const told = (_event: string, changed: string | null) => {
    if (changed === null || changed === name) wake()
  }
  const stop = () => wake()
  const poll = setInterval(() => wake(), pollMs)
  signal.addEventListener('abort', stop)
  const watcher = await Promise.resolve()
    .then(() => watch(dirname(path), { persistent: false }, told))
    .catch(() => null)
  watcher?.on('error', () => {})
  try {
    let quick = await quickStamp(path)
    let last = await stampOf(path)
    while (!signal.aborted) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
      if (signal.aborted || (await quickStamp(path)) === quick) continue
      await new Promise(resolve => setTimeout(resolve, settleMs))
      quick = await quickStamp(path)
      const stamp = await stampOf(path)
      const same = stamp === last || (stamp !== null && last !== null && sameContent(stamp, last))
      last = stamp
      if (!same) yield { stamp }
    }
  } finally {
    clearInterval(poll)
    watcher?.close()
    signal.removeEventListener('abort', stop)
  }
}
