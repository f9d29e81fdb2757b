import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The text of a file, or null where there is none. */
export const readIfThere = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

export const isThere = async (path: string): Promise<boolean> => (await statIfThere(path)) !== null

export const statIfThere = async (path: string) => {
  try {
    return await stat(path)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true })

export const syncFile = async (path: string): Promise<void> => {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes names in a folder durable; where a system cannot sync folders (Windows), the rename alone must do. */
export const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Syncs a file, or a folder with all that is in it. */
export const syncTree = async (path: string): Promise<void> => {
  if (!(await stat(path)).isDirectory()) return syncFile(path)
  for (const name of await readdir(path)) await syncTree(join(path, name))
  await syncFolder(path)
}

/** Files under a folder whose names end so, sorted. */
export const filesIn = async (folder: string, end: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true }))
    .filter(name => name.endsWith(end))
    .sort()
    .map(name => join(folder, name))

/** Bytes of a file, or of all files in a folder. */
export const bytesOf = async (path: string): Promise<number> => {
  const found = await stat(path)
  if (!found.isDirectory()) return found.size
  const sizes = await Promise.all((await readdir(path)).map(name => bytesOf(join(path, name))))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Writes a file so that a crash leaves the old one or the new one. */
export const writeDurably = async (path: string, text: string, draft = `${path}.draft`): Promise<void> => {
  const file = await open(draft, 'w')
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  await syncFolder(dirname(path))
}
