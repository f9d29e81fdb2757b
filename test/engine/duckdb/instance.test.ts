import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DatabaseError } from '#engine/duckdb/error.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'

let folder: string
let database: Database | null = null
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-instance-'))
})
afterEach(async () => {
  await database?.close()
  database = null
  await rm(folder, { recursive: true, force: true })
})
const open = async () => {
  database = await openDatabase({ memory: '500MB', threads: 2, spill: folder })
  return database
}

/** Minutes of work, none of which is rows in JavaScript. */
const endless = 'SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b'

describe('the instance', () => {
  test('is one at a time, and the next may follow when it is closed', async () => {
    const first = await open()
    await expect(openDatabase()).rejects.toThrow(/close it first/)
    await first.close()
    await first.close()
    const second = await open()
    expect(await (await second.connect()).value('SELECT 1')).toBe(1)
  })

  test('has its limits set, and tells them', async () => {
    const { memoryBytes, threads, version, spill } = await open()
    expect([Math.round(memoryBytes / 1e6), threads, version]).toEqual([500, 2, '1.5.5'])
    expect(spill.startsWith(folder)).toBe(true)
    const session = await database!.connect()
    const { rows } = await session.query(
      "SELECT name, value FROM duckdb_settings() WHERE name IN ('TimeZone', 'autoinstall_known_extensions', " +
        "'autoload_known_extensions', 'preserve_insertion_order', 'temp_directory') ORDER BY lower(name)",
    )
    expect(rows.map(row => row[1])).toEqual(['false', 'false', 'true', join(spill, 'spill'), 'UTC'])
  })

  test('removes its folder when it closes, even while a statement runs', async () => {
    const { spill, connect } = await open()
    const session = await connect()
    const running = session.query(endless).catch(error => error)
    await new Promise(resolve => setTimeout(resolve, 30))
    await database!.close()
    expect(await running).toBeInstanceOf(DatabaseError)
    expect(existsSync(spill)).toBe(false)
  })

  test('spills what does not fit into its memory', async () => {
    database = await openDatabase({ memory: '150MB', threads: 2, spill: folder })
    const session = await database.connect()
    await session.execute("CREATE TABLE wide AS SELECT range AS a, repeat('x', 200) || range AS b FROM range(1000000)")
    expect(Number(await session.value('SELECT sum(temporary_storage_bytes) FROM duckdb_memory()'))).toBeGreaterThan(
      10e6,
    )
    expect(await session.value("SELECT count(*) FROM wide WHERE b LIKE 'x%' || a")).toBe(1_000_000n)
  })

  test('refuses an option that DuckDB does not take, and can be opened after', async () => {
    await expect(openDatabase({ memory: 'plenty' })).rejects.toThrow(/did not open/)
    expect((await open()).threads).toBe(2)
  })
})

describe('a session', () => {
  test('stops at an abort within a second, and can be used after', async () => {
    const session = await (await open()).connect()
    const controller = new AbortController()
    const begin = performance.now()
    setTimeout(() => controller.abort(new Error('no longer wanted')), 50)
    await expect(session.query(endless, { signal: controller.signal })).rejects.toThrow('no longer wanted')
    expect(performance.now() - begin).toBeLessThan(1_500)
    expect(await session.value('SELECT 2')).toBe(2)
  })

  test('does not begin what is aborted before its turn', async () => {
    const session = await (await open()).connect()
    const first = new AbortController()
    const second = new AbortController()
    const running = session.query(endless, { signal: first.signal }).catch(error => error)
    const waiting = session.execute('CREATE TABLE never AS SELECT 1', { signal: second.signal }).catch(error => error)
    second.abort()
    first.abort()
    await Promise.all([running, waiting])
    expect(await session.value("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'never'")).toBe(0n)
  })

  test('lets no more than three statements into DuckDB at once, and the fourth in when one is done', async () => {
    const { connect } = await open()
    const sessions = await Promise.all([1, 2, 3, 4].map(connect))
    const controllers = [1, 2, 3].map(() => new AbortController())
    const long = controllers.map((c, i) => sessions[i]!.query(endless, { signal: c.signal }).catch(() => 'stopped'))
    let done = false
    const fourth = sessions[3]!.value('SELECT 4').then(value => {
      done = true
      return value
    })
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(done).toBe(false)
    controllers[0]!.abort()
    expect(await fourth).toBe(4)
    for (const controller of controllers) controller.abort()
    expect(await Promise.all(long)).toEqual(['stopped', 'stopped', 'stopped'])
  })

  test('tells what DuckDB said in parts, without its position arrows', async () => {
    const session = await (await open()).connect()
    const error = await session.query('SELECT emial FROM (SELECT 1 AS email)').catch(e => e)
    expect(error).toMatchObject({ type: 'Binder', subtype: 'COLUMN_NOT_FOUND', missing: 'emial', position: 7 })
    const conversion = await session.query("SELECT CAST('x' AS INTEGER)").catch(e => e)
    expect(conversion).toMatchObject({ type: 'Conversion' })
    expect(conversion.message).toMatch(/^Could not convert string 'x' to INT32/)
  })

  test('counts the rows that a statement wrote', async () => {
    const session = await (await open()).connect()
    expect(await session.execute('CREATE TABLE t AS SELECT * FROM range(7)')).toBe(7)
    expect(await session.execute('DELETE FROM t WHERE range > 3')).toBe(3)
    expect(await session.execute('DROP TABLE t')).toBe(0)
  })
})
