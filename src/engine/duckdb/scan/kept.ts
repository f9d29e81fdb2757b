import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ScanInfo } from '#core/relation/relation.ts'

/** What files were found to be, across starts: to go through all lines of a large one again takes seconds. */
export interface KeptScans {
  find(key: string): Promise<ScanInfo | null>
  keep(key: string, info: ScanInfo): Promise<void>
  clear(): Promise<void>
}

const most = 500

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Whether it is of the files themselves, all of whose rows can be read where they are. */
export const isLasting = (info: ScanInfo, tempFolder: string): boolean =>
  info.pending !== true &&
  (info.faults ?? []).length === 0 &&
  Object.keys(info.fileNames?.copies ?? {}).length === 0 &&
  ![...info.files, ...(info.parts ?? []).flatMap(part => part.files)].some(file => file.startsWith(tempFolder))

/** Entries in a folder of their own, which hold for one build of the program; one that is not as it was written is none. */
export const openKeptScans = (folder: string, version: string): KeptScans => {
  const build = stat(fileURLToPath(import.meta.url)).then(
    ({ size, mtimeMs }) => `${version} ${size} ${mtimeMs}`,
    () => null,
  )
  const pathOf = async (key: string): Promise<string> => join(folder, hashOf(JSON.stringify([await build, key])))
  const tidy = async (): Promise<void> => {
    const names = await readdir(folder)
    if (names.length <= most) return
    const used = await Promise.all(
      names.map(async name => ({ name, at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })),
    )
    const oldest = used.toSorted((a, b) => a.at - b.at).slice(0, names.length - most)
    await Promise.all(oldest.map(({ name }) => rm(join(folder, name), { force: true })))
  }
  return {
    find: async key => {
      const path = await pathOf(key)
      try {
        const [sum, text = ''] = (await readFile(path, 'utf8')).split('\n', 2)
        if (sum !== hashOf(`${key}\n${text}`)) throw new Error('It is not as it was written')
        const now = new Date()
        await utimes(path, now, now).catch(() => undefined)
        return JSON.parse(text) as ScanInfo
      } catch {
        await rm(path, { force: true }).catch(() => undefined)
        return null
      }
    },
    keep: async (key, info) => {
      const path = await pathOf(key)
      const text = JSON.stringify(info)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(`${path}.draft`, `${hashOf(`${key}\n${text}`)}\n${text}`)
      await rename(`${path}.draft`, path)
      await tidy()
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  }
}
