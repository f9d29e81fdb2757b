import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  aggregate,
  aggregateCall,
  call,
  cast,
  column,
  keep,
  literal,
  op,
  orderBy,
  project,
  sort,
  values,
  where,
} from '#core/relation/build.ts'
import type { Relation } from '#core/relation/relation.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import { dropTable, materialise } from '#engine/duckdb/materialise.ts'
import { doInPieces } from '#engine/duckdb/pieces.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { withOneThread } from '#engine/duckdb/threads.ts'

let database: Database
let session: Session

beforeAll(async () => {
  database = await openDatabase({ memory: '500MB', threads: 2 })
  session = await database.connect()
})
afterAll(() => database.close())

const rowsOf = async (relation: Relation): Promise<readonly string[]> => {
  const { table } = await materialise(session, 'shown', relation)
  const { rows } = await session.query(
    `SELECT concat_ws('|', ${table.columns.map(({ name }) => `coalesce("${name}"::VARCHAR, 'null')`).join(', ')}) FROM shown ORDER BY rowid`,
  )
  await dropTable(session, 'shown')
  return rows.map(([row]) => String(row))
}

const tables = async () => (await session.query('SELECT table_name FROM duckdb_tables()')).rows.flat()

const cell = {
  n: fc.option(fc.constantFrom('0.0', '-0.0', '1.5', 'NaN', 'Infinity', '-Infinity', '-7', '1e300'), { nil: null }),
  t: fc.option(fc.constantFrom('', 'a', 'ä', 'A', 'ab', 'x'.repeat(300), `${'x'.repeat(300)}y`), { nil: null }),
  d: fc.option(fc.constantFrom('2024-01-01', '0044-03-15 (BC)', '9999-12-31'), { nil: null }),
}

const columns = [
  { name: 'n', type: 'DOUBLE' },
  { name: 't', type: 'VARCHAR' },
  { name: 'd', type: 'DATE' },
  { name: 'rowid', type: 'INTEGER' },
]

const input = fc
  .array(fc.tuple(cell.n, cell.t, cell.d, fc.constantFrom('1', '2', null)), { maxLength: 60 })
  .map(rows => values(columns, rows))

const term = fc
  .tuple(
    fc.constantFrom('n', 't', 'd'),
    fc.constantFrom('asc' as const, 'desc' as const),
    fc.constantFrom('first' as const, 'last' as const),
  )
  .map(([name, direction, nulls]) => orderBy(column(name), direction, nulls))

describe('work in pieces', () => {
  it('gives the rows of a sort in its order, also under and over other operations', async () => {
    await fc.assert(
      fc.asyncProperty(
        input,
        fc.array(term, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(1, 4, 64),
        async (rows, order, pieces) => {
          const sorted = sort(where(rows, op('is_not_distinct', column('d'), column('d'))), order)
          const relation = project(sorted, [
            ...keep(['n', 't', 'd', 'rowid']),
            { name: 'l', expression: call('length', column('t')) },
          ])
          const before = await tables()
          const done = await doInPieces(session, 'p', relation, { pieces })
          const found = await rowsOf(done.relation)
          await done.drop()
          expect(found).toEqual(await rowsOf(relation))
          expect(await tables()).toEqual(before)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('gives each group once, and a sort of groups of groups in its order', async () => {
    await fc.assert(
      fc.asyncProperty(
        input,
        fc.subarray(['n', 't', 'd'], { minLength: 1 }),
        fc.constantFrom(4, 64),
        async (rows, keys, pieces) => {
          const counted = { name: 'c', expression: aggregateCall('count', [literal(1)]) }
          const groups = aggregate(rows, keep(keys), [counted])
          const coarser = aggregate(
            groups,
            [{ name: 'k', expression: cast(column(keys[0]!), 'VARCHAR') }],
            [{ name: 'sum', expression: aggregateCall('sum', [column('c')]) }, counted],
          )
          const relation = sort(coarser, [orderBy(column('sum'), 'desc')])
          const done = await doInPieces(session, 'p', relation, { pieces })
          const found = await rowsOf(done.relation)
          await done.drop()
          expect(found).toEqual(await rowsOf(relation))
        },
      ),
      { numRuns: 15 },
    )
  })

  it('ends with the first failure that is none of memory, and leaves no table', async () => {
    const rows = values(columns, [['1', 'a', null, '1']])
    const wrong = sort(rows, [orderBy(cast(column('t'), 'INTEGER'))])
    await expect(doInPieces(session, 'p', wrong)).rejects.toThrow(/Could not convert/)
    expect(await tables()).toEqual([])
  })
})

it('one thread is held for as long as any of several works needs it', async () => {
  const threads = async () => Number(await session.value("SELECT current_setting('threads')"))
  let end = () => {}
  const long = withOneThread(
    session,
    2,
    () =>
      new Promise<void>(resolve => {
        end = resolve
      }),
  )
  expect(await withOneThread(session, 2, threads)).toBe(1)
  expect(await threads()).toBe(1)
  end()
  await long
  expect(await threads()).toBe(2)
})
