import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentHash } from '#core/quarantine/content.ts'
import { fitOf, replayed as replay } from '#core/quarantine/fit.ts'
import type { RowPatch } from '#core/quarantine/patch.ts'
import { type Corrections, corrected, fitsOf } from '#core/quarantine/replay.ts'
import { project, values } from '#core/relation/build.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Column, Relation } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import { materialise } from '#engine/duckdb/materialise.ts'
import { readPage } from '#engine/duckdb/read.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { fitsShown, readFits } from '#engine/rows/fits.ts'

let database: Database
let session: Session
beforeAll(async () => {
  database = await openDatabase({ memory: '1GB', threads: 2 })
  session = await database.connect()
})
afterAll(() => database.close())

const columns: readonly Column[] = [
  { name: 'id', type: 'INTEGER' },
  { name: 'Day', type: 'DATE' },
  { name: 'name', type: 'VARCHAR' },
  { name: 'amount', type: 'DECIMAL(12,2)' },
]

type Cell = string | null
type Row = readonly [id: Cell, day: Cell, name: Cell, amount: Cell]

let made = 0
const rowsOf = async (relation: Relation) =>
  (await readPage(session, printRelation(relation), 10_000)).rows.map(row =>
    row.map(cell => (cell === null ? null : String(cell))),
  )

/** What the engine makes of rows and patches: the rows after, and the codes of what it says. */
const replayed = async (rows: readonly Row[], patches: readonly RowPatch[]) => {
  const input = values(columns, rows)
  const corrections: Corrections = { node: 'check', port: 'in', columns, patches }
  const { rounds, problems } = await fitOf(corrections, async (enter, round) => {
    made += 1
    const { table } = await materialise(session, `fits_${made}`, fitsShown(enter(input), round))
    return readFits(table, round, async (page, most) => (await readPage(session, printRelation(page), most)).rows)
  })
  const after = replay(input, rounds)
  expect(isOrdered(after)).toBe(true)
  return { rows: await rowsOf(after), codes: problems.map(({ code }) => code) }
}

const names = ['id', 'Day', 'name', 'amount'] as const
type Name = (typeof names)[number]
const at = (row: Row, name: string) => row[names.findIndex(each => each.toLowerCase() === name.toLowerCase())]!

/** The same by a plain loop. The texts of the cells are as DuckDB writes them. */
const naive = (rows: readonly Row[], patches: readonly RowPatch[], hashes: readonly string[]) => {
  const after = rows.map(row => [...row])
  const taken = new Set<number>()
  const codes: string[] = []
  const firstOf = (row: Row, index: number) =>
    patches.findIndex(({ hash }) => hash === hashes[index]) >= 0
      ? patches.findIndex(({ hash }) => hash === hashes[index])
      : patches.findIndex(({ key }) => key && Object.entries(key).every(([name, value]) => at(row, name) === value))
  for (const [p, patch] of patches.entries()) {
    const own = rows.flatMap((row, index) => (firstOf(row, index) === p ? [index] : []))
    const holds = (cells: RowPatch['was']) =>
      own.every(i => Object.entries(cells).every(([name, value]) => at(rows[i]!, name) === value))
    const castable = Object.entries(patch.set).every(
      ([name, value]) => name !== 'amount' || value === null || /^-?\d+\.\d\d$/.test(String(value)),
    )
    if (own.length === 0) codes.push('W-PATCH-MISSING')
    else if (own.length > 1) codes.push('W-PATCH-SEVERAL')
    else if (!castable) codes.push('W-PATCH-VALUE')
    else if (holds(patch.set)) codes.push('I-PATCH-DONE')
    else if (!holds(patch.was)) codes.push('W-PATCH-CHANGED')
    else taken.add(p)
  }
  for (const [index, row] of rows.entries()) {
    const p = firstOf(row, index)
    if (!taken.has(p)) continue
    for (const [name, value] of Object.entries(patches[p]!.set))
      after[index]![names.indexOf(name as Name)] = value as Cell
  }
  return { rows: after, codes }
}

const cellOf: Record<Name, fc.Arbitrary<Cell>> = {
  id: fc.oneof(fc.integer({ min: -3, max: 40 }).map(String), fc.constant(null)),
  Day: fc.constantFrom('2024-01-01', '2024-02-29', null),
  name: fc.constantFrom('', 'a', 'A', "o'neil", 'ß€😀', 'ﬀ', null),
  amount: fc.constantFrom('0.00', '-5.00', '12.50', null),
}

const rowOf = fc.tuple(cellOf.id, cellOf.Day, cellOf.name, cellOf.amount)
const keysOf: readonly (readonly Name[])[] = [['id'], ['name'], ['Day', 'id'], ['amount']]

/** A patch that speaks of one of the rows, or of none, and may have been made of other values. */
const patchOf = (rows: readonly Row[], hashes: readonly string[], key: readonly Name[]): fc.Arbitrary<RowPatch> =>
  fc
    .record({
      row: fc.nat(Math.max(0, rows.length - 1)),
      by: fc.constantFrom(key, null),
      other: rowOf,
      lost: fc.integer({ min: 0, max: 9 }),
      set: fc.subarray(['Day', 'name', 'amount'] as const, { minLength: 1 }),
      bad: fc.integer({ min: 0, max: 9 }),
    })
    .map(({ row, by, other, lost, set, bad }) => {
      const from = rows[row] ?? other
      const known = lost === 0 ? other : from
      const cells = (of: Row, wanted: readonly Name[]) => Object.fromEntries(wanted.map(name => [name, at(of, name)]))
      const to = cells(other, set)
      return {
        node: 'check',
        port: 'in',
        ...(by ? { key: cells(known, by) } : { hash: hashes[row] ?? '0'.repeat(32) }),
        was: cells(lost === 1 ? other : from, set),
        set: bad === 0 && 'amount' in to ? { ...to, amount: 'many' } : to,
      }
    })

/** One patch for each key and content. */
const once = (patches: readonly RowPatch[]): readonly RowPatch[] => [
  ...new Map(patches.map(patch => [JSON.stringify(patch.key ?? patch.hash), patch])).values(),
]

describe('corrections that are replayed', () => {
  it('make of any rows what a plain loop makes of them, in their order, and say the same of those that do not fit', async () => {
    const met = new Set<string>()
    const some = fc.array(rowOf, { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(some, fc.constantFrom(...keysOf), fc.gen(), async (rows, key, any) => {
        const hashed = project(values(columns, rows), [{ name: 'hash', expression: contentHash(names) }])
        const hashes = (await rowsOf(hashed)).map(([hash]) => hash!)
        const patches = once(any(() => fc.array(patchOf(rows, hashes, key), { minLength: 1, maxLength: 40 })))
        const wanted = naive(rows, patches, hashes)
        expect(await replayed(rows, patches)).toEqual(wanted)
        for (const code of wanted.codes) met.add(code)
        if (wanted.codes.length < patches.length) met.add('replayed')
      }),
      { numRuns: 60 },
    )
    const all = ['I-PATCH-DONE', 'W-PATCH-CHANGED', 'W-PATCH-MISSING', 'W-PATCH-SEVERAL', 'W-PATCH-VALUE', 'replayed']
    expect([...met].toSorted()).toEqual(all)
  })

  it('of hundreds of rows take few looks at each row, and keep a file’s order', async () => {
    await session.execute(
      `CREATE TABLE many AS SELECT i AS id, NULL::DATE AS "Day", 'n' || i AS name, 1.00::DECIMAL(12,2) AS amount FROM range(3000) AS r(i)`,
    )
    const input: Relation = { kind: 'table', name: 'many', columns, slots: [], ordered: true, extras: [] }
    const patches = Array.from(
      { length: 500 },
      (_, i): RowPatch => ({
        node: 'check',
        port: 'in',
        key: { id: String(i * 3) },
        was: { name: `n${i * 3}` },
        set: { name: `m${i * 3}` },
      }),
    )
    const corrections: Corrections = { node: 'check', port: 'in', columns, patches }
    const after = (await rowsOf(corrected(input, corrections))).map(row => row[2])
    expect(after).toEqual(Array.from({ length: 3000 }, (_, i) => `${i % 3 === 0 && i < 1500 ? 'm' : 'n'}${i}`))
    expect((await rowsOf(fitsOf(input, corrections))).length).toBe(500)
  })
})
