import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import { resolveScan } from '#engine/duckdb/scan/scan.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir-json-patience-'))
let database: Database
beforeAll(async () => {
  database = await openDatabase({ memory: '1GB', threads: 2 })
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a JSON file that would take longer than who asks can wait has the columns of its first records, until it is looked through', async () => {
  writeFileSync(join(folder, 'late.ndjson'), `${'{"a":1}\n'.repeat(21_000)}{"a":2,"a":3,"b":"\0"}\n{"b":"late"}\n`)
  const connection = await database.connect()
  const options = { format: 'auto', records: '$', types: {}, fileColumn: null }
  const look = async (patience?: number) => {
    const world = { folder, connection, tempFolder: database.spill, ...(patience === undefined ? {} : { patience }) }
    const found = await resolveScan({ reader: 'json', path: 'late.ndjson', options }, world)
    return found.ok ? { pending: found.info.pending, names: found.info.columns.map(c => c.name) } : found.problem
  }
  expect(await look(0)).toEqual({ pending: true, names: ['a'] })
  expect(await look()).toEqual({ pending: undefined, names: ['a', 'b'] })
  expect(await look(0)).toEqual({ pending: undefined, names: ['a', 'b'] })
})
