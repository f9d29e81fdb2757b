import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'

let folder: string
let engine: Engine

/** More than is checked while first rows wait; the last line has a cell too many, before an empty last one. */
const lines = 1_200_000

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-patience-'))
  const rows = Array.from({ length: lines }, (_, i) => `${i},some longer text ${i},\n`)
  await writeFile(join(folder, 'a.csv'), `id,name,more\n${rows.join('')}7,b,,\n`)
  engine = await createEngine({ catalogue })
})

afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

const request = (): FlowRequest => ({
  flow: {
    weir: 1,
    name: 'Patience',
    params: {},
    nodes: { a: { kind: 'source.csv', version: 1, settings: { path: 'a.csv' } } },
    edges: [],
    tests: [],
    layout: { nodes: {}, groups: [], notes: [] },
  },
  path: null,
  folder,
  params: {},
  asOf: '2024-06-30T12:00:00Z',
})

describe('a large CSV file', () => {
  test('shows its first rows before all of its lines are checked, and tells every line once they are', async () => {
    const asked = request()
    const query = { node: 'a', port: 'out', offset: 0, limit: 50, cutAt: null } as const
    const first = await engine.page(asked, { ...query, quick: true })
    expect(first.rows).toHaveLength(50)
    expect(first.rowCount).toBeNull()
    expect(first.scope).toBe('first 50 rows of a')
    const exact = await engine.page(asked, query)
    expect(exact).toMatchObject({ rowCount: lines, scope: 'all' })
    const rejected = await engine.page(asked, { ...query, port: 'reject' })
    expect(rejected.rows.map(row => row.slice(1))).toEqual([
      [lines + 2, expect.stringContaining('Expected Number of Columns: 3 Found: 4'), '7,b,,'],
    ])
  })
})
