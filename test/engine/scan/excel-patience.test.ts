import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { copySheet } from '#engine/duckdb/scan/excel/copy.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { type MadeCell, workbookOf } from './workbook.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir-excel-patience-'))
let engine: Engine

/** More than is copied while first rows wait; the last cell of `n` is a text. */
const rows = 12_000

beforeAll(async () => {
  const cells = Array.from({ length: rows }, (_, i): MadeCell[] => [
    i === rows - 1 ? 'late' : i,
    `text ${(i * 7_919_777) % 1_000_003} ${(i * 15_485_863) % 999_983}`,
  ])
  writeFileSync(
    join(folder, 'a.xlsx'),
    await workbookOf({ sheets: [{ name: 'One', rows: [['n', 't'], ...cells], merged: ['A3:A4'] }] }),
  )
  engine = await createEngine({ catalogue })
})

afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const request = (settings: Record<string, unknown> = {}): FlowRequest => ({
  flow: {
    weir: 1,
    name: 'Patience',
    params: {},
    nodes: {
      a: { kind: 'source.excel', version: 1, settings: { path: 'a.xlsx', ...settings } },
      sum: {
        kind: 'transform.aggregate',
        version: 1,
        settings: { measures: [{ name: 'n', function: 'count' }] },
      },
    },
    edges: [{ from: 'a.out', to: 'sum.in' }],
    tests: [],
    layout: { nodes: {}, groups: [], notes: [] },
  },
  path: null,
  folder,
  params: {},
  asOf: '2024-06-30T12:00:00Z',
})

const quick = { node: 'a', port: 'out', offset: 0, limit: 50, cutAt: null, quick: true } as const

describe('a large sheet', () => {
  test('shows its first rows, as what they are, before all of it is copied; and then all of it', async () => {
    const asked = request()
    const first = await engine.page(asked, quick)
    expect(first).toMatchObject({ rowCount: null, totalCount: null, scope: 'first 50 rows of a' })
    expect([first.rows.length, first.rows[49]?.[0]]).toEqual([50, 49])
    const later = await engine.page(asked, { ...quick, offset: 900 })
    expect([later.scope, later.rows[0]?.[0]]).toEqual(['first 950 rows of a', 900])
    const exact = await engine.page(asked, { ...quick, quick: false })
    expect(exact).toMatchObject({ rowCount: rows, flaggedCount: 1, scope: 'all' })
    expect(await engine.page(asked, quick)).toMatchObject({ rowCount: rows, scope: 'all' })
  })

  test('is copied whole for whoever asks for more than first rows', async () => {
    const past = await engine.page(request({ header: false }), { ...quick, offset: 1_000 })
    expect([past.rows.length, past.rows[0]?.[0]]).toEqual([50, 999])
    const sum = await engine.page(request({ range: 'A:B' }), { ...quick, node: 'sum' })
    expect(sum).toMatchObject({ rows: [[rows]], scope: 'all' })
    const sorted = await engine.page(request({ range: 'A1:B' }), {
      ...quick,
      sort: [{ column: 't', direction: 'asc' }],
    })
    expect(sorted.rowCount).toBe(rows)
    const repeated = await engine.page(request({ merged: 'repeat' }), quick)
    expect(repeated.rows.slice(1, 3).map(([n]) => n)).toEqual([1, 2])
  })

  test('is told in whole to who asks at the same moment as who is in a hurry', async () => {
    const asked = request({ range: 'A1:C' })
    const [first, exact] = await Promise.all([
      engine.page(asked, quick),
      engine.page(asked, { ...quick, quick: false }),
    ])
    expect([first.rows.length, exact.rowCount, exact.scope]).toEqual([50, rows, 'all'])
  })

  test('is described by its first rows, and says so', async () => {
    const told = await engine.describe(request({ range: 'A1' }), 'a', 0)
    expect(told.scope).toBe('the first rows of the sheet')
    expect(told.columns.map(({ name, evidence }) => [name, evidence])).toEqual([
      ['n', 'all cells of the first rows are'],
      ['t', 'all cells of the first rows are'],
    ])
  })

  test('has no more of its texts read than its first rows have', async () => {
    const options = { sheet: 'xl/worksheets/sheet1.xml', range: null, header: true, repeat: false }
    const bytesFor = async (first: number | null) => {
      let bytes = 0
      const target = join(folder, `copy${first}`)
      const copy = await copySheet(join(folder, 'a.xlsx'), target, { ...options, first }, more => {
        bytes += more
      })
      return { rows: copy.rows, whole: copy.whole, bytes }
    }
    const [some, all] = [await bytesFor(100), await bytesFor(null)]
    expect([some.rows, some.whole, all.rows, all.whole]).toEqual([100, false, rows, true])
    expect(some.bytes * 5).toBeLessThan(all.bytes)
  })
})
