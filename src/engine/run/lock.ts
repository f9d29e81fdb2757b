import { randomUUID } from 'node:crypto'
import { link, open, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { isMissing, readIfThere, remove } from './files.ts'

/** Who holds a lock: a process, told apart from a later one with the same number by when it started. */
interface Holder {
  readonly token: string
  readonly run: string
  readonly pid: number
  readonly started: string | null
  readonly host: string
}

export interface Lock {
  readonly path: string
  release(): Promise<void>
}

export type LockOutcome = { readonly ok: true; readonly lock: Lock } | { readonly ok: false; readonly holder: string }

/** Tokens of the locks that this very process holds: a lock file with its number but no token here is a dead one's. */
const held = new Set<string>()

/** A holder writes its name at once after it made the file; an unreadable lock older than this is a dead one's. */
const writingMs = 5000

/** A look and a removal take far less. */
const guardMs = 1000

/**
 * Takes a lock file, or says who holds it. The lock of a process that no longer lives is taken over. With a `draft`, a file beside it that
 * the run's recovery removes, the lock appears with its holder's name in it.
 */
export const takeLock = async (path: string, run: string, draft: string | null = null): Promise<LockOutcome> => {
  const holder: Holder = {
    token: randomUUID(),
    run,
    pid: process.pid,
    started: await startOf(process.pid),
    host: hostname(),
  }
  held.add(holder.token)
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (await appear(path, holder, draft)) {
        await remove(guardOf(path))
        return { ok: true, lock: { path, release: () => release(path, holder.token) } }
      }
      const found = await look(path)
      if (found.state === 'held') return letGo(holder, found.holder)
      if (found.state === 'dead') await removeDead(path)
    }
  } catch (error) {
    held.delete(holder.token)
    throw error
  }
  return letGo(holder, 'another run that began at this moment')
}

/** Enough for a guard that its owner died with to grow old. */
const attempts = 60

const guardOf = (path: string) => `${path}.takeover`

const letGo = (own: Holder, holder: string): LockOutcome => {
  held.delete(own.token)
  return { ok: false, holder }
}

type Look = { readonly state: 'free' | 'dead' } | { readonly state: 'held'; readonly holder: string }

const look = async (path: string): Promise<Look> => {
  const text = await readIfThere(path)
  if (text === null) return { state: 'free' }
  const holder = parse(text)
  const living = holder ? await lives(holder) : await isYounger(path, writingMs)
  return living ? { state: 'held', holder: describe(holder) } : { state: 'dead' }
}

/** Removes the lock of a run that was found dead. */
export const removeLockOf = async (path: string, run: string): Promise<void> => {
  const text = await readIfThere(path)
  const other = text === null ? null : parse(text)
  if (other?.run === run && !(await lives(other))) await remove(path)
}

/** Some file systems know no links: there the lock is made first, and its holder's name follows. */
const appear = async (path: string, holder: Holder, draft: string | null): Promise<boolean> => {
  if (draft === null) return create(path, holder)
  await writeFile(draft, JSON.stringify(holder))
  try {
    await link(draft, path)
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'EEXIST') return false
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return await create(path, holder)
    throw error
  } finally {
    await remove(draft)
  }
}

const create = async (path: string, holder: Holder): Promise<boolean> => {
  try {
    const file = await open(path, 'wx')
    try {
      await file.writeFile(JSON.stringify(holder))
    } finally {
      await file.close()
    }
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

const release = async (path: string, token: string): Promise<void> => {
  try {
    const text = await readIfThere(path)
    if (text !== null && parse(text)?.token === token) await remove(path)
  } finally {
    held.delete(token)
  }
}

/** Several may find the same dead lock: only who makes this second file may remove it, after one more look. */
const removeDead = async (path: string): Promise<void> => {
  const guard = guardOf(path)
  try {
    await (await open(guard, 'wx')).close()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    if (await isYounger(guard, guardMs)) return setTimeout(20 + Math.random() * 30)
    return remove(guard)
  }
  try {
    if ((await look(path)).state === 'dead') await remove(path)
  } finally {
    await remove(guard)
  }
}

const parse = (text: string): Holder | null => {
  try {
    const found: Partial<Holder> | null = JSON.parse(text)
    return typeof found?.pid === 'number' && typeof found.token === 'string' ? (found as Holder) : null
  } catch {
    return null
  }
}

const describe = (holder: Holder | null): string =>
  holder ? `process ${holder.pid}${holder.host === hostname() ? '' : ` on ${holder.host}`}` : 'another process'

const isYounger = async (path: string, ms: number): Promise<boolean> => {
  try {
    return Date.now() - (await stat(path)).mtimeMs < ms
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
}

const lives = async (holder: Holder): Promise<boolean> => {
  if (holder.host !== hostname()) return true
  if (holder.pid === process.pid) return held.has(holder.token)
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
  }
  const started = await startOf(holder.pid)
  return started === null || holder.started === null || started === holder.started
}

/** When a process started, in ticks since boot, where the system tells (Linux); process numbers are given again. */
const startOf = async (pid: number): Promise<string | null> => {
  if (process.platform !== 'linux') return null
  const text = await readIfThere(`/proc/${pid}/stat`).catch(() => null)
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields?.[0] === 'Z' ? 'ended' : (fields?.[19] ?? null)
}
