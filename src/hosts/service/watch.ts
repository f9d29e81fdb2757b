import { watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { quickOf, quickStamp, sameContent, stampOf } from './flow-file.ts'

const settleMs = 60
/** For the folders that tell nothing: network disks, containers. */
const pollMs = 2000

const isSame = (one: string | null, other: string | null): boolean =>
  one === other || (one !== null && other !== null && sameContent(one, other))

/**
 * A word with the new stamp whenever a file's content changes, null when it is gone; where a stamp is known, whenever the content is
 * another one, also if it came before the watch began. Its folder is watched: savers rename.
 */
export const watchFile = async function* (
  path: string,
  signal: AbortSignal,
  known?: string | null,
): AsyncGenerator<{ stamp: string | null }, void> {
  let stirred = false
  let wake = () => {}
  const stir = () => {
    stirred = true
    wake()
  }
  const name = basename(path)
  const told = (_event: string, changed: string | null) => {
    if (changed === null || changed === name) stir()
  }
  const poll = setInterval(stir, pollMs)
  signal.addEventListener('abort', stir)
  const watcher = await Promise.resolve()
    .then(() => watch(dirname(path), { persistent: false }, told))
    .catch(() => null)
  watcher?.on('error', () => {})
  try {
    let last = known === undefined ? await stampOf(path) : known
    let quick = last === null ? null : quickOf(last)
    while (!signal.aborted) {
      if ((await quickStamp(path)) !== quick) {
        await new Promise(resolve => setTimeout(resolve, settleMs))
        quick = await quickStamp(path)
        const stamp = await stampOf(path)
        const same = isSame(stamp, last)
        last = stamp
        if (!same && !signal.aborted) yield { stamp }
      }
      await new Promise<void>(resolve => {
        wake = resolve
        if (stirred || signal.aborted) resolve()
      })
      stirred = false
    }
  } finally {
    clearInterval(poll)
    watcher?.close()
    signal.removeEventListener('abort', stir)
  }
}
