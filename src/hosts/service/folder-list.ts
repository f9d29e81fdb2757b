import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CallOutput } from '#rpc/contract.ts'
import { fileFailure } from './failure.ts'
import type { Files } from './files.ts'

type Listing = CallOutput<'list'>

const entry = async (files: Files, folder: string, name: string): Promise<Listing['entries']> => {
  const path = join(folder, name)
  if (!(await files.reachable(path))) return []
  const found = await stat(path).catch(() => null)
  if (found === null || !(found.isDirectory() || found.isFile())) return []
  return [
    { name, path, folder: found.isDirectory(), bytes: found.isDirectory() ? 0 : found.size, modified: found.mtimeMs },
  ]
}

/** What a folder holds, folders first, without what is hidden or out of reach. */
export const listFolder = async (files: Files, asked: string | null): Promise<Listing> => {
  const folder = await files.reach(asked ?? files.root)
  try {
    const names = (await readdir(folder)).filter(name => !name.startsWith('.'))
    const entries = (await Promise.all(names.map(name => entry(files, folder, name)))).flat()
    entries.sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name, 'en', { numeric: true }))
    const above = dirname(folder)
    return { folder, parent: above !== folder && (await files.reachable(above)) ? above : null, entries }
  } catch (error) {
    throw fileFailure(error, folder, 'read')
  }
}
