import { basename, dirname, join } from 'node:path'

/** Everything that a run puts beside its targets begins with this, and is removed by it. */
export const stagePrefix = (run: string): string => `.weir-${run}-`

/** Where a target's new content is written before it is published; the name's end is kept, as it tells the compression. */
export const stagePath = (target: string, run: string, part = ''): string =>
  join(dirname(target), `${stagePrefix(run)}${part}${basename(target)}`)

/** Where a folder's old content waits while the new one is moved in. */
export const asidePath = (target: string, run: string): string => stagePath(target, run, 'old-')

export const targetLockPath = (target: string): string => join(dirname(target), `.weir-lock-${basename(target)}`)
