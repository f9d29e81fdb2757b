import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { aggregate, call, column, join, literal, op, project, values, where } from '#core/relation/build.ts'
import type { Relation } from '#core/relation/relation.ts'
import { keysOf } from '#engine/cache/key.ts'
import { TableStore } from '#engine/cache/store.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import { Tables } from '#engine/preview/tables.ts'

let database: Database
beforeEach(async () => {
  database = await openDatabase({ memory: '1GB', threads: 2 })
})
afterEach(() => database.close())

const numbers = (count: number, tag: string): Relation =>
  values(
    [
      { name: 'n', type: 'INTEGER' },
      { name: 'tag', type: 'VARCHAR' },
    ],
    Array.from({ length: count }, (_, i) => [String(i), tag]),
  )

/** Seconds of work over few rows. */
const heavy = (tag: string): Relation => {
  const side = numbers(3000, tag)
  const cross = (left: Relation) =>
    join({
      type: 'cross',
      left,
      right: side,
      condition: null,
      columns: [{ name: 'n', expression: op('%', op('+', column('n', 'left'), column('n', 'right')), literal(9973)) }],
      via: { left: null, right: null },
    })
  return aggregate(cross(cross(side)), [], [{ name: 's', expression: call('sum', column('n')) }])
}

const stored = async (): Promise<number> => {
  const session = await database.connect()
  const count = await session.value(
    "SELECT count(*) FROM duckdb_tables() WHERE table_name LIKE '\\_\\_weir%' ESCAPE '\\'",
  )
  session.close()
  return Number(count)
}
const keys = keysOf({ stamps: new Map() })

describe('tables of what is looked at', () => {
  test('are computed once for equal relations, and again for others', async () => {
    const tables = new Tables(database)
    const before = await stored()
    const name = (relation: Relation) =>
      tables.use(relation, { keys: keysOf({ stamps: new Map() }) }, async held => held.table.name)
    const [a, b, c] = await Promise.all([name(numbers(5, 'a')), name(numbers(5, 'a')), name(numbers(5, 'b'))])
    expect([a === b, a === c, (await stored()) - before]).toEqual([true, false, 2])
  })

  test('serve as parts of what is built on them', async () => {
    const tables = new Tables(database)
    const base = numbers(10, 'base')
    await tables.use(base, { keys }, async () => null)
    const narrow = where(base, op('<', column('n'), literal(3)))
    const before = await stored()
    expect(await tables.use(narrow, { keys }, async held => held.rows)).toBe(3)
    expect((await stored()) - before).toBe(1)
  })

  test('go when they are too many bytes, the longest unused first, and never while they are read', async () => {
    const tables = new Tables(database, new TableStore(database, { budget: 1 }))
    const first = numbers(5, 'first')
    await tables.use(first, { keys }, async held => {
      for (const tag of ['x', 'y', 'z']) await tables.use(numbers(3_000, tag), { keys }, async () => null)
      const session = await database.connect()
      expect(await session.value(`SELECT count(*) FROM ${held.table.name}`)).toBe(5n)
      session.close()
      expect([
        tables.has(first, keys),
        tables.has(numbers(3_000, 'z'), keys),
        tables.has(numbers(3_000, 'x'), keys),
      ]).toEqual([true, true, false])
    })
    await tables.use(numbers(3_000, 'later'), { keys }, async () => null)
    expect(tables.has(first, keys)).toBe(false)
  })

  test('leave nothing behind where nobody waits for them any more', async () => {
    const tables = new Tables(database)
    const before = await stored()
    const controller = new AbortController()
    const waiting = tables.use(heavy('left'), { keys, signal: controller.signal }, async () => null)
    setTimeout(() => controller.abort(new Error('left')), 50)
    await expect(waiting).rejects.toThrow('left')
    expect(await tables.use(numbers(3, 'after'), { keys }, async held => held.rows)).toBe(3)
    expect((await stored()) - before).toBe(1)
  })

  test('that are prepared for nobody give way to what is wanted', async () => {
    const tables = new Tables(database)
    tables.prepare(heavy('idle'), { keys })
    const begin = performance.now()
    expect(await tables.use(numbers(3, 'wanted'), { keys }, async held => held.rows)).toBe(3)
    expect(performance.now() - begin).toBeLessThan(1_000)
    expect(tables.has(heavy('idle'), keys)).toBe(false)
  })

  test('keep the order of their rows, and are sorted where that is free', async () => {
    const tables = new Tables(database)
    const read = (relation: Relation) =>
      tables.use(relation, { keys }, async ({ table }) => {
        const session = await database.connect()
        const { rows } = await session.query(`FROM ${table.name}`)
        session.close()
        return rows.map(row => row[0])
      })
    const backwards = values([{ name: 'n', type: 'INTEGER' }], [['3'], ['1'], ['2']])
    expect(await read(backwards)).toEqual([3, 1, 2])
    const groups = aggregate(backwards, [{ name: 'n', expression: column('n') }], [])
    expect(await read(groups)).toEqual([1, 2, 3])
    expect(await read(project(backwards, [{ name: 'm', expression: op('*', column('n'), literal(2)) }]))).toEqual([
      6, 2, 4,
    ])
  })
})

test('a key tells relations apart by what they mean and by the state of their files', () => {
  const scan = { kind: 'scan', reader: 'csv', files: ['/a.csv'], options: {}, columns: [], rejects: null } as const
  const key = (relation: Relation, stamp = '1') => keysOf({ stamps: new Map([['/a.csv', stamp]]) })(relation)
  expect(key({ ...scan })).toBe(key(scan))
  expect(key(scan, '2')).not.toBe(key(scan))
  expect(key(where(scan, literal(true)), '2')).not.toBe(key(where(scan, literal(true))))
  expect(key(where(scan, literal(true)))).not.toBe(key(where(scan, literal('true'))))
  expect(key(where(scan, literal(1)))).not.toBe(key(where(scan, literal(1n))))
})
