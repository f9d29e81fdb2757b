import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import { resolveScan } from '#engine/duckdb/scan/scan.ts'
import csv from '#nodes/sources/csv/node.ts'
import { corpus, oddities } from './corpus.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir-csv-unchecked-'))
let database: Database
beforeAll(async () => {
  database = await openDatabase({ memory: '1GB', threads: 2 })
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

test('whatever is wrong with a line, a file that nobody has had the time to check is looked at, or said to be pending', async () => {
  const connection = await database.connect()
  const world = { folder, connection, tempFolder: join(database.spill, 'copies'), patience: 0 }
  const small = oddities().filter(({ text }) => text.length < 50_000)
  const files = [
    ...small.map(({ name, text }) => ({ kind: name, text })),
    ...[...corpus()].filter((_, i) => i % 307 === 0),
  ]
  let pending = 0
  for (const [i, { kind, text }] of files.entries()) {
    writeFileSync(join(folder, `c${i}.csv`), text)
    const [request] = csv.reads!(csv.settings.parse({ path: `c${i}.csv` }))
    const found = await resolveScan(request!, world)
    if (found.ok) pending += found.info.pending ? 1 : 0
    // The first line's own corruption is a problem of the file.
    else expect([kind, found.problem.code]).toEqual([kind, expect.stringMatching(/^E-FILE-FORMAT$/)])
    expect(found.ok ? '' : found.problem.message, kind).not.toMatch(/state machine|Invalid Input/)
  }
  expect(pending).toBeGreaterThan(10)
})
