import { join } from 'node:path'
import type { CacheOptions } from '#engine/api.ts'
import { cacheFolder } from './user-folders.ts'

/** Where an engine keeps tables across starts: in the user's cache folder. */
export const tableCache = (version: string, env?: Readonly<Record<string, string | undefined>>): CacheOptions => ({
  folder: join(cacheFolder(env), 'tables'),
  version,
})
