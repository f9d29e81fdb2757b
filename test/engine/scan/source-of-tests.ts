import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { openSources } from './open-sources.ts'

/** A folder for a test file, and a way to read what lies in it through a source. */
export const sourcesOfTests = (memory?: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'weir-scan-'))
  let sources: Awaited<ReturnType<typeof openSources>>
  beforeAll(async () => {
    sources = await openSources(folder, memory)
  })
  afterAll(async () => {
    await sources.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const write = (name: string, content: string | Buffer): string => {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
    return path
  }

  const csv = (path: string, settings: Record<string, unknown> = {}) =>
    sources.read('source.csv', { path, ...settings })
  /** As `csv`, but DuckDB converts no cell. */
  const csvAsText = (path: string, settings: Record<string, unknown> = {}) =>
    sources.read('source.csv', { path, ...settings }, true)
  const json = (path: string, settings: Record<string, unknown> = {}) =>
    sources.read('source.json', { path, ...settings })
  /** As `json`, but each record is taken apart as a text. */
  const jsonAsText = (path: string, settings: Record<string, unknown> = {}) =>
    sources.read('source.json', { path, ...settings }, true)
  const parquet = (path: string, settings: Record<string, unknown> = {}) =>
    sources.read('source.parquet', { path, ...settings })
  const excel = (path: string, settings: Record<string, unknown> = {}) =>
    sources.read('source.excel', { path, ...settings })
  const execute = (sql: string): Promise<void> => sources.execute(sql)
  return { folder, write, csv, csvAsText, json, jsonAsText, parquet, excel, execute }
}
