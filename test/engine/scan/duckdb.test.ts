import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf } from '#test/engine/run/flow-world.ts'
import { temporaryFolder } from '#test/engine/run/temp-folder.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine({ catalogue, memory: '500MB', threads: 2 })
})
afterAll(() => engine.close())

/** A file with tables in two schemas and a view. */
const shop = async (more: readonly string[] = []): Promise<string> => {
  const folder = await temporaryFolder()
  await write(folder, [
    "CREATE TYPE mood AS ENUM ('glad', 'sad')",
    'CREATE TABLE orders AS SELECT i AS id, (i * 10)::DECIMAL(12, 2) AS amount, i::HUGEINT AS h FROM range(5) t(i)',
    "CREATE SCHEMA sales; CREATE TABLE sales.people AS SELECT 1 AS id, 'glad'::mood AS mood, {'a': [1, 2]} AS deep",
    'CREATE VIEW large AS SELECT id, amount FROM orders WHERE amount > 20 ORDER BY id DESC',
    ...more,
  ])
  return folder
}

const write = async (folder: string, statements: readonly string[]): Promise<void> => {
  const instance = await DuckDBInstance.create(join(folder, 'shop.duckdb'))
  const connection = await instance.connect()
  for (const statement of statements) await connection.run(statement)
  connection.closeSync()
  instance.closeSync()
}

const requestOf = (folder: string, settings: Record<string, unknown>, more: Parameters<typeof flowOf> = [{}, []]) => {
  const flow = flowOf({ shop: ['source.duckdb', { path: 'shop.duckdb', ...settings }], ...more[0] }, more[1])
  return { flow, path: null, folder, params: {}, asOf: '2024-05-01T00:00:00Z' } satisfies FlowRequest
}

const query = { node: 'shop', port: null, offset: 0, limit: 100, cutAt: null }
const page = (folder: string, settings: Record<string, unknown>) => engine.page(requestOf(folder, settings), query)
const problemOf = async (folder: string, settings: Record<string, unknown>) =>
  (await engine.compile(requestOf(folder, settings))).problems[0]

describe('a table of a DuckDB file', () => {
  it('comes with its own types, in its order, and the file stays as it was', async () => {
    const folder = await shop()
    const bytes = await readFile(join(folder, 'shop.duckdb'))
    const { columns, rows } = await page(folder, { table: 'orders' })
    expect(columns).toEqual([
      { name: 'id', type: 'BIGINT' },
      { name: 'amount', type: 'DECIMAL(12,2)' },
      { name: 'h', type: 'HUGEINT' },
    ])
    expect(rows.map(([id]) => id)).toEqual([0, 1, 2, 3, 4])
    const people = await page(folder, { table: 'SALES.People' })
    expect(people.columns.map(({ type }) => type)).toEqual(['INTEGER', "ENUM('glad', 'sad')", 'STRUCT("a" INTEGER[])'])
    expect(bytes.equals(await readFile(join(folder, 'shop.duckdb')))).toBe(true)
  })

  it('is read anew when another program has changed it', async () => {
    const folder = await shop()
    expect((await page(folder, { table: 'orders' })).rowCount).toBe(5)
    const view = await page(folder, { table: 'large' })
    expect(view.rows.map(([id]) => id)).toEqual([4, 3])
    await write(folder, ['INSERT INTO orders VALUES (9, 90, 9)'])
    expect((await page(folder, { table: 'orders' })).rowCount).toBe(6)
    expect((await page(folder, { table: 'large' })).rows.map(([id]) => id)).toEqual([9, 4, 3])
  })

  it('gives what a query over it gives, and the query reads nothing else', async () => {
    const folder = await shop()
    const sql = (text: string) => ({ sql: text.split('\n') })
    const { rows } = await page(folder, sql('SELECT count(*) AS n, sum(l.amount) AS s\nFROM large l, sales.people p'))
    expect(rows).toEqual([[2, '70.00']])
    await writeFile(join(folder, 'secret.csv'), 'a\n1\n')
    for (const [text, said] of [
      [`SELECT * FROM read_csv('${folder}/secret.csv')`, 'reads what is not an input'],
      [`SELECT * FROM '${folder}/secret.csv'`, 'has no table or view'],
      ['SELECT 1; SELECT 2', 'One SELECT is needed'],
      ['DROP TABLE orders', 'One SELECT is needed'],
      ['SELECT nope FROM orders', 'nope'],
    ] as const) {
      const problem = await problemOf(folder, sql(text))
      expect(problem).toMatchObject({ code: 'E-SQL', setting: 'sql', node: 'shop' })
      expect(problem!.message).toContain(said)
    }
  })

  it('is told where it is not there, or not said', async () => {
    const folder = await shop()
    expect(await problemOf(folder, { table: 'order' })).toMatchObject({
      code: 'E-FILE-TABLE',
      setting: 'table',
      hint: 'did you mean `orders`?',
    })
    expect(await problemOf(folder, {})).toMatchObject({ code: 'E-SETTING', setting: 'table' })
    expect(await problemOf(folder, { table: 'orders', sql: ['SELECT 1'] })).toMatchObject({ code: 'E-SETTING' })
  })

  it('may be written to by the flow that reads it, also after it was looked at', async () => {
    const folder = await shop()
    const request = requestOf(folder, { table: 'orders' }, [
      {
        more: ['transform.formula', { columns: [{ name: 'amount', expression: 'amount + 1', type: 'DECIMAL(12,2)' }] }],
        back: ['sink.duckdb', { path: 'shop.duckdb', table: 'orders', mode: 'upsert', keys: ['id'] }],
      },
      ['shop.out more.in', 'more.out back.in'],
    ])
    for (let run = 1; run <= 2; run += 1) {
      await engine.page(request, { ...query, limit: 1, quick: true })
      const { exitCode, problems } = await engine.run(request, { to: [], state: join(folder, '.weir'), sha256: '' })
      expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] })
      expect((await page(folder, { table: 'orders' })).rows.map(row => row[1])[4]).toBe(`${40 + run}.00`)
    }
  })

  it('tells its tables', async () => {
    const folder = await shop()
    const { findings, problem } = await engine.describe(requestOf(folder, { table: 'orders' }), 'shop', 0)
    expect(problem).toBe(null)
    expect(findings[0]).toMatchObject({ label: 'Tables and views', value: 'large, orders, sales.people' })
  })
})

describe('a file that cannot be read', () => {
  it('is told: no DuckDB file, a damaged one, an encrypted one', async () => {
    const folder = await shop()
    const path = join(folder, 'shop.duckdb')
    const whole = await readFile(path)
    await writeFile(path, 'id\n1\n')
    expect(await problemOf(folder, { table: 'a' })).toMatchObject({
      code: 'E-FILE-FORMAT',
      setting: 'path',
      message: '`shop.duckdb` cannot be read: it is no DuckDB file.',
    })
    await writeFile(path, whole.subarray(0, 5000))
    expect((await problemOf(folder, { table: 'a' }))!.message).toContain('it is damaged')
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    await connection.run('SET force_mbedtls_unsafe = true')
    await connection.run(`ATTACH '${join(folder, 'locked.duckdb')}' AS e (ENCRYPTION_KEY 'key')`)
    await connection.run('CREATE TABLE e.a AS SELECT 1 AS a; DETACH e')
    connection.closeSync()
    instance.closeSync()
    expect((await problemOf(folder, { path: 'locked.duckdb', table: 'a' }))!.message).toContain('it is encrypted')
  })

  it('is told while another process writes it', { timeout: 20_000 }, async () => {
    const folder = await shop()
    const holder = spawn(
      process.execPath,
      [
        '-e',
        `require('@duckdb/node-api').DuckDBInstance.create(process.argv[1])
           .then(async i => { await i.connect(); console.log('held'); setInterval(() => {}, 1000) })`,
        join(folder, 'shop.duckdb'),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await once(holder.stdout, 'data')
    const problem = await problemOf(folder, { table: 'orders' })
    const request = requestOf(folder, { table: 'orders' })
    const { exitCode } = await engine.run(request, { to: [], state: join(folder, '.weir'), sha256: '' })
    holder.kill('SIGKILL')
    await once(holder, 'exit')
    expect(problem).toMatchObject({ code: 'E-FILE-BUSY', setting: 'path' })
    expect(problem!.message).toContain('another program holds it')
    expect(exitCode).toBe(1)
    expect((await page(folder, { table: 'orders' })).rowCount).toBe(5)
  })
})
