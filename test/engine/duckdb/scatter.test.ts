import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  aggregate,
  aggregateCall,
  column,
  flag,
  keep,
  limit,
  literal,
  op,
  project,
  scan,
  where,
} from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Relation, Table } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import { dropTable, materialise } from '#engine/duckdb/materialise.ts'
import type { Session } from '#engine/duckdb/session.ts'

let database: Database
let session: Session
let folder: string
let files: string[]

/** 600,000 rows whose numbers go on from file to file. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weir-scatter-'))
  files = ['b', 'a'].map(name => join(folder, `${name}.parquet`))
  database = await openDatabase({ threads: 4 })
  session = await database.connect()
  for (const [i, file] of files.entries())
    await session.execute(
      `COPY (SELECT i + ${i * 300_000} AS i, i % 10 AS k FROM range(300000) AS r(i)) TO '${file}' (FORMAT parquet, ROW_GROUP_SIZE 4096)`,
    )
})

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const read = (of: readonly string[]) =>
  scan({
    reader: 'parquet',
    files: of,
    options: { hive_partitioning: false },
    columns: ['i', 'k'].map(name => ({ name, type: 'BIGINT' })),
    rejects: null,
  })

const first = aggregateCall('first', [column('i')])
const sum = aggregateCall('sum', [column('i')])

const text = (typed: string): Expression => ({
  kind: 'text',
  text: typed,
  references: [],
  parameters: [],
  volatile: false,
})

/** Read, computed, filtered and flagged, one row after another. */
const flagged = (of: readonly string[]): Relation => {
  const computed = project(read(of), [...keep(['i', 'k']), { name: 'j', expression: op('+', column('i'), literal(1)) }])
  const violation = op('=', column('k'), literal(3))
  return flag({
    input: where(computed, op('<>', column('k'), literal(7))),
    validator: 'v',
    bits: [{ violation, skip: null, failure: null }],
    detail: null,
    extras: true,
    columns: null,
  })
}

const scattered = async (relation: Relation, work: (table: Table, rows: number) => Promise<void>): Promise<void> => {
  const { table, rows } = await materialise(session, 'scattered', relation, { scatter: true })
  try {
    await work(table, rows)
  } finally {
    await dropTable(session, 'scattered')
  }
}

const numbers = async (relation: Relation): Promise<readonly number[]> =>
  (await session.query(printRelation(relation, { visibleOnly: true }))).rows.map(([i]) => Number(i))

test.each([1, 2])('rows of %i Parquet files come out of a table without an order as they lie in the files', async n => {
  await scattered(flagged(files.slice(0, n)), async (table, rows) => {
    expect(table.columns.map(({ name }) => name)).toEqual(['i', 'k', 'j'])
    expect(rows).toBe(n * 270_000)
    await session.execute(`CREATE TABLE came AS ${printRelation(table)}`)
    const wrong = 'SELECT count(*) FROM (SELECT i, lag(i) OVER (ORDER BY rowid) AS before FROM came) WHERE i <= before'
    expect(Number(await session.value(wrong))).toBe(0)
    expect(await numbers(aggregate(table, [], [{ name: 'n', expression: sum }]))).toEqual(
      await numbers(aggregate(flagged(files.slice(0, n)), [], [{ name: 'n', expression: sum }])),
    )
    await dropTable(session, 'came')
    const even = project(where(table, op('=', column('k'), literal(4))), keep(['i']))
    expect(await numbers(limit(even, 2))).toEqual([4, 14])
    const place = { name: 'n', expression: text('row_number() OVER ()') }
    expect(await numbers(limit(project(table, [place, ...keep(['j'])]), 2))).toEqual([1, 2])
  })
})

test('only who reads rows in their order has them sorted', async () => {
  await scattered(flagged(files), async table => {
    const group = (measure: Expression, of: Relation = table) =>
      aggregate(of, keep(['k']), [{ name: 'm', expression: measure }])
    const sorted = (relation: Relation) => printRelation(relation).includes('ORDER BY "__weir_place"')
    const numbered = project(table, [...keep(['k', 'i']), { name: 'n', expression: text('row_number() OVER ()') }])
    expect(
      [table, limit(table, 1), group(first), group(sum, numbered), group(sum, limit(table, 9))].map(sorted),
    ).toEqual([true, true, true, true, true])
    expect([group(sum), group(sum, where(table, op('>', column('i'), literal(5))))].map(sorted)).toEqual([false, false])
  })
})

test('DuckDB writes such a table in no order, which is what makes it quick', async () => {
  const planOf = async (scatter: boolean) => {
    let statement = ''
    const hearing = Object.assign(Object.create(session) as Session, {
      execute: (sql: string) => {
        statement ||= sql
        return session.execute(sql)
      },
    })
    await materialise(hearing, 'scattered', flagged(files), { scatter })
    await dropTable(session, 'scattered')
    return JSON.stringify((await session.query(`EXPLAIN ${statement}`)).rows)
  }
  expect(await planOf(false)).toContain('BATCH_CREATE_TABLE_AS')
  expect(await planOf(true)).not.toContain('BATCH_CREATE_TABLE_AS')
})

test('rows that are not read one by one, or whose file has a column for their place, keep their order as they are written', async () => {
  const own = scan({ ...read(files), columns: [{ name: 'File_Row_Number', type: 'BIGINT' }] })
  expect(printRelation(own, { place: 'p' })).not.toContain('AS "p"')
  const windowed = project(read(files), [...keep(['i']), { name: 'n', expression: text('row_number() OVER ()') }])
  for (const relation of [limit(read(files), 5), windowed])
    await scattered(relation, async table => expect(table.place).toBeUndefined())
})
