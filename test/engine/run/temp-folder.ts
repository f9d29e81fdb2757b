import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { tableFiles } from '#engine/run/table-files.ts'

const made: string[] = []

/** An empty folder that is gone after the test. */
export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'weir-test-'))
  made.push(folder)
  return folder
}

afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true })
})

/** Every file under a folder by its relative path, with its text; without the history of its runs. */
export const textsIn = async (folder: string): Promise<Record<string, string>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter(entry => entry.isFile() && entry.name !== 'history.duckdb')
    .map(entry => join(entry.parentPath, entry.name))
  const texts = await Promise.all(
    files.sort().map(async path => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const),
  )
  return Object.fromEntries(texts)
}

/** For runs that write no table. */
export const noTables = tableFiles(() => Promise.reject(new Error('No table is written here')))
