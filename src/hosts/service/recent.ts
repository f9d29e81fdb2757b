import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeAtomically } from './atomic.ts'

export interface RecentFile {
  readonly path: string
  readonly openedAt: number
}

export interface Recent {
  list(): Promise<readonly RecentFile[]>
  add(path: string): Promise<void>
}

const most = 20

const isRecent = (value: unknown): value is RecentFile =>
  typeof value === 'object' &&
  value !== null &&
  'path' in value &&
  'openedAt' in value &&
  typeof value.path === 'string' &&
  typeof value.openedAt === 'number'

/** The flows opened last, newest first, in a file; one that cannot be read or written is as good as none. */
export const recentFiles = (file: string, now: () => number = Date.now): Recent => {
  const list = async (): Promise<readonly RecentFile[]> => {
    try {
      const found: unknown = JSON.parse(await readFile(file, 'utf8'))
      return Array.isArray(found) ? found.filter(isRecent) : []
    } catch {
      return []
    }
  }
  let last: Promise<void> = Promise.resolve()
  const write = async (path: string) => {
    const others = (await list()).filter(other => other.path !== path)
    const kept = [{ path, openedAt: now() }, ...others].slice(0, most)
    await mkdir(dirname(file), { recursive: true })
    await writeAtomically(file, `${JSON.stringify(kept, null, 2)}\n`)
  }
  return {
    list,
    add: path => {
      last = last.then(() => write(path)).catch(() => {})
      return last
    },
  }
}
