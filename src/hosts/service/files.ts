import { realpath } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { failure } from './failure.ts'

/** Which files a host gives its editor: the web host binds them to a folder, the desktop gives all of the user's. */
export interface Files {
  /** Where browsing starts. */
  readonly root: string
  /** The path as the system sees it, or a thrown problem where it may not be reached. */
  reach(path: string): Promise<string>
  reachable(path: string): Promise<boolean>
}

/** Whether a path is a folder, or lies under it. */
export const isWithin = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** Resolves links of the longest part that exists: a file that is to be made lies where its folder truly is. */
const trulyAt = async (path: string): Promise<string> => {
  try {
    return await realpath(path)
  } catch {
    const folder = dirname(path)
    return folder === path ? path : join(await trulyAt(folder), basename(path))
  }
}

/** Files below a folder, and below others that may be read and saved too (the samples): no way out by `..` or a link. */
export const filesUnder = async (root: string, others: readonly string[] = []): Promise<Files> => {
  const home = await trulyAt(resolve(root))
  const folders = [home, ...(await Promise.all(others.map(other => trulyAt(resolve(other)))))]
  const find = async (path: string): Promise<string | null> => {
    if (path.includes('\0')) return null
    const found = await trulyAt(resolve(home, path))
    return folders.some(folder => isWithin(folder, found)) ? found : null
  }
  return {
    root: home,
    reach: async path => {
      const found = await find(path)
      if (found === null)
        throw failure(
          'E-FILE-OUTSIDE',
          `\`${path}\` lies outside \`${home}\`, the folder that this editor was started for.`,
          'start Weir in the folder above it',
        )
      return found
    },
    reachable: async path => (await find(path)) !== null,
  }
}

/** All files that the user may reach: for the desktop. */
export const allFiles = (root: string): Files => ({
  root,
  reach: async path => resolve(root, path),
  reachable: async () => true,
})
