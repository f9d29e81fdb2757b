import { stat } from 'node:fs/promises'
import type { Stamp } from '../encoding.ts'
import { isPattern } from './files.ts'

/** The files that were looked at for a flow, and whether they are still as they were. */
export interface FilesSeen {
  /** Notes what a source asks for, before it is looked at. */
  ask(path: string): Promise<void>
  found(files: readonly Stamp[]): void
  areSame(): Promise<boolean>
}

/** Which files a pattern finds is asked this often; those that it found are looked at each time. */
const patternsFor = 1_000

const stateOf = async (path: string): Promise<string | null> => {
  const seen = await stat(path).catch(() => null)
  return seen && `${seen.size} ${seen.mtimeMs}`
}

export const filesSeen = (): FilesSeen => {
  const states = new Map<string, string | null>()
  let patternsAt: number | null = null
  return {
    ask: async path => {
      const state = await stateOf(path)
      if (state === null && isPattern(path)) patternsAt ??= performance.now()
      else states.set(path, state)
    },
    found: files => {
      for (const { path, size, modified } of files) states.set(path, `${size} ${modified}`)
    },
    areSame: async () => {
      if (patternsAt !== null && performance.now() - patternsAt > patternsFor) return false
      const same = await Promise.all([...states].map(async ([path, state]) => (await stateOf(path)) === state))
      return same.every(Boolean)
    },
  }
}
