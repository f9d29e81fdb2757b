import { mkdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './targets.ts'

const folder = join(root, 'dist/.stamps/lock')
/** A build takes seconds: an older lock is left from one that was killed. */
const deadMs = 120_000

const take = (): boolean => {
  try {
    mkdirSync(dirname(folder), { recursive: true })
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}

const isDead = (): boolean => {
  try {
    return Date.now() - statSync(folder).mtimeMs > deadMs
  } catch {
    return false
  }
}

const release = (): void => {
  try {
    rmdirSync(folder)
  } catch {
    // another process took it for a dead one's
  }
}

/** One build at a time, whoever asks for it: tests run in several processes. */
export const alone = async <T>(work: () => Promise<T>): Promise<T> => {
  while (!take()) {
    if (isDead()) release()
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  try {
    return await work()
  } finally {
    release()
  }
}
