import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlowRequest, RunOptions } from '#engine/api.ts'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner()

type Cells = readonly (readonly (string | null)[])[]
type Typed = Readonly<Record<string, string>>

const inline = (columns: Typed, rows: Cells) =>
  ['source.inline', { columns: Object.entries(columns).map(([name, type]) => ({ name, type })), rows }] as const

const into = (settings: Record<string, unknown>, columns: Typed, rows: Cells) =>
  flowOf(
    { rows: inline(columns, rows), sink: ['sink.duckdb', { path: 'shop.duckdb', table: 'orders', ...settings }] },
    ['rows.out sink.in'],
  )

const shop = { id: 'INTEGER', name: 'VARCHAR' }

/** Runs and says what it came to: the exit code and the codes of what is wrong. */
const come = async (folder: string, flow: ReturnType<typeof into>, more: Partial<RunOptions & FlowRequest> = {}) => {
  const { exitCode, problems, report } = await runner.run(folder, flow, more)
  return { exitCode, problems, codes: problems.map(({ code }) => code), sink: report.sinks.sink }
}

/** Statements over the file as another program sees it, between runs; gives the last one's rows. */
const ask = async (folder: string, ...statements: string[]) => {
  const session = await runner.connect()
  await session.execute(`ATTACH '${join(folder, 'shop.duckdb')}' AS shop`)
  try {
    let rows: readonly (readonly unknown[])[] = []
    for (const statement of statements) rows = (await session.query(statement)).rows
    return rows
  } finally {
    await session.execute('DETACH shop')
    session.close()
  }
}

const orders = (folder: string) => ask(folder, 'SELECT * FROM shop.orders ORDER BY ALL')

describe('a table of a DuckDB file', () => {
  it('is made with its file and schema, and nothing lies beside it', async () => {
    const folder = await temporaryFolder()
    const flow = into({ table: 'sales.orders' }, { id: 'HUGEINT', tags: 'VARCHAR[]' }, [['1', '[a, b]']])
    expect(await come(folder, flow)).toMatchObject({ exitCode: 0, problems: [], sink: { rows: 1, published: true } })
    expect(await ask(folder, 'SELECT typeof(id), tags::VARCHAR FROM shop.sales.orders')).toEqual([
      ['HUGEINT', '[a, b]'],
    ])
    const names = Object.keys(await textsIn(folder)).filter(name => !name.startsWith('.weir/'))
    expect(names).toEqual(['shop.duckdb'])
  })

  it('is replaced with its columns, while other tables stay', async () => {
    const folder = await temporaryFolder()
    await come(folder, into({}, shop, [['1', 'old']]))
    await ask(folder, 'CREATE TABLE shop.mine AS SELECT 42 AS n')
    await come(folder, into({}, { id: 'INTEGER', price: 'DOUBLE' }, [['2', '1.5']]))
    expect(await orders(folder)).toEqual([[2, 1.5]])
    expect(await ask(folder, 'FROM shop.mine')).toEqual([[42]])
  })

  it('takes each batch once, also in another state folder', async () => {
    const folder = await temporaryFolder()
    const flow = (batch: string | null, name: string) => into({ mode: 'append', batch }, shop, [['1', name]])
    await come(folder, flow('monday', 'a'))
    expect((await come(folder, flow('monday', 'b'), { state: join(folder, 'other') })).codes).toEqual(['I-BATCH-KNOWN'])
    await come(folder, flow('tuesday', 'c'))
    await come(folder, flow(null, 'd'), { asOf: '2024-05-02T00:00:00Z' })
    await come(folder, flow(null, 'e'), { asOf: '2024-05-02T00:00:00Z' })
    expect((await orders(folder)).map(([, name]) => name)).toEqual(['a', 'c', 'd'])
  })

  it('forgets its batches when it is replaced', async () => {
    const folder = await temporaryFolder()
    const flow = into({ mode: 'append', batch: 'monday' }, shop, [['1', 'a']])
    await come(folder, flow)
    await come(folder, into({}, shop, []))
    await come(folder, flow)
    expect(await orders(folder)).toEqual([[1, 'a']])
  })

  it('is changed by keys as a plain loop over the rows would change it', async () => {
    const folder = await temporaryFolder()
    const row = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom('x', 'y'), fc.constantFrom('p', 'q', null))
    const batch = fc.uniqueArray(row, { selector: ([a, b]) => `${a} ${b}`, maxLength: 8 })
    const columns = { a: 'INTEGER', b: 'VARCHAR', v: 'VARCHAR' }
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 3 }), async batches => {
        if (existsSync(join(folder, 'shop.duckdb'))) await ask(folder, 'DROP TABLE IF EXISTS shop.orders')
        const expected = new Map<string, readonly unknown[]>()
        for (const rows of batches) {
          const cells = rows.map(([a, b, v]) => [String(a), b, v])
          const done = await come(folder, into({ mode: 'upsert', keys: ['a', 'B'] }, columns, cells))
          expect(done).toMatchObject({ exitCode: 0, problems: [] })
          for (const each of rows) expected.set(`${each[0]} ${each[1]}`, each)
        }
        const found = (await orders(folder)).map(String).sort()
        expect(found).toEqual([...expected.values()].map(String).sort())
      }),
      { numRuns: 8 },
    )
  })

  it('keeps what an upsert does not name, and its defaults and constraints', async () => {
    const folder = await temporaryFolder()
    await come(folder, into({ table: 'other' }, shop, []))
    await ask(
      folder,
      'CREATE TABLE shop.orders (id BIGINT PRIMARY KEY, name VARCHAR, seen INTEGER DEFAULT 7)',
      "INSERT INTO shop.orders VALUES (1, 'old', 1), (2, 'same', 2)",
    )
    const flow = into({ mode: 'upsert', keys: ['id'] }, shop, [
      ['1', 'new'],
      ['3', 'more'],
    ])
    expect(await come(folder, flow)).toMatchObject({ exitCode: 0, problems: [] })
    expect(await orders(folder)).toEqual([
      [1n, 'new', 1],
      [2n, 'same', 2],
      [3n, 'more', 7],
    ])
  })

  it('takes several tables of one flow in one transaction, and refuses the same one twice', async () => {
    const folder = await temporaryFolder()
    const flow = (second: string) =>
      flowOf(
        {
          rows: inline(shop, [['1', 'a']]),
          one: ['sink.duckdb', { path: 'shop.duckdb', table: 'orders' }],
          two: ['sink.duckdb', { path: './shop.duckdb', table: second }],
        },
        ['rows.out one.in', 'rows.out two.in'],
      )
    for (let run = 0; run < 2; run += 1) {
      expect(await runner.run(folder, flow('copies'))).toMatchObject({ exitCode: 0, problems: [] })
      expect(await ask(folder, 'FROM shop.orders JOIN shop.copies USING (id, name)')).toEqual([[1, 'a']])
    }
    expect(await runner.run(folder, flow('ORDERS'))).toMatchObject({
      exitCode: 2,
      problems: [{ code: 'E-TARGET-TWICE' }],
    })
  })
})

describe('rows that do not fit a table', () => {
  const filled = async () => {
    const folder = await temporaryFolder()
    await come(folder, into({}, { id: 'INTEGER', name: 'VARCHAR', day: 'DATE' }, [['1', 'a', '2024-01-01']]))
    return folder
  }
  const unfit = async (settings: Record<string, unknown>, columns: Typed, rows: Cells) => {
    const folder = await filled()
    const bytes = await readFile(join(folder, 'shop.duckdb'))
    const done = await come(folder, into(settings, columns, rows))
    expect(bytes.equals(await readFile(join(folder, 'shop.duckdb')))).toBe(true)
    expect(Object.keys(await textsIn(folder)).filter(name => name.includes('.weir-'))).toEqual([])
    expect(done.exitCode).toBe(1)
    return done.problems[0]!
  }

  it('are told by their keys: repeated ones and nulls', async () => {
    const upsert = { mode: 'upsert', keys: ['id'] }
    const twice = await unfit(upsert, shop, [
      ['7', 'a'],
      ['7', 'b'],
      ['8', 'c'],
    ])
    expect(twice).toMatchObject({ code: 'E-TARGET-KEYS', node: 'sink' })
    expect(twice.message).toContain('`7` come more than once')
    const none = await unfit(upsert, shop, [[null, 'a']])
    expect(none.message).toBe('1 row has no value in the key `id` of `sink`.')
  })

  it('are told by a column that the table has not, which can be added', async () => {
    const more = { id: 'INTEGER', colour: 'VARCHAR' }
    const problem = await unfit({ mode: 'append' }, more, [['2', 'red']])
    expect(problem).toMatchObject({ code: 'E-TARGET-COLUMNS', setting: 'newColumns' })
    expect(problem.message).toBe('`orders` in `shop.duckdb` has no column `colour`.')
    const folder = await filled()
    await come(folder, into({ mode: 'append', newColumns: 'add' }, more, [['2', 'red']]))
    expect(await ask(folder, 'SELECT id, name, colour FROM shop.orders ORDER BY id')).toEqual([
      [1, 'a', null],
      [2, null, 'red'],
    ])
  })

  it('are told by a type in which something would be lost, and converted where nothing is', async () => {
    const lost = await unfit({ mode: 'append' }, { id: 'DOUBLE' }, [['2.0'], ['2.5']])
    expect(lost.code).toBe('E-TARGET-TYPE')
    expect(lost.message).toContain('1 value of DOUBLE would be lost there, such as `2.5`')
    const text = await unfit({ mode: 'append' }, { day: 'VARCHAR' }, [['2024-02-30'], ['soon']])
    expect(text.message).toContain('2 values of VARCHAR')
    const folder = await filled()
    await come(folder, into({ mode: 'append' }, { id: 'DOUBLE', day: 'VARCHAR' }, [['2.0', '2024-02-03']]))
    expect(await ask(folder, 'SELECT id, day::VARCHAR FROM shop.orders ORDER BY id')).toEqual([
      [1, '2024-01-01'],
      [2, '2024-02-03'],
    ])
  })

  it('are told by a constraint of the table before any other target is published', async () => {
    const folder = await filled()
    await ask(folder, 'CREATE TABLE shop.strict (id INTEGER CHECK (id < 5))')
    const flow = flowOf(
      {
        rows: inline({ id: 'INTEGER' }, [['9']]),
        file: ['sink.csv', { path: 'a.csv' }],
        sink: ['sink.duckdb', { path: 'shop.duckdb', table: 'strict', mode: 'append' }],
      },
      ['rows.out file.in', 'rows.out sink.in'],
    )
    const { exitCode, problems } = await runner.run(folder, flow)
    expect(exitCode).toBe(1)
    expect(problems[0]).toMatchObject({ code: 'E-DATA', node: 'sink' })
    expect(existsSync(join(folder, 'a.csv'))).toBe(false)
    expect(await ask(folder, 'FROM shop.strict')).toEqual([])
    expect(Object.keys(await textsIn(folder)).filter(name => name.includes('.weir-'))).toEqual([])
  })

  it('are told by a view in the place of the table, and by a table that another one refers to', async () => {
    const folder = await filled()
    await ask(folder, 'CREATE VIEW shop.seen AS SELECT 1 AS id', 'CREATE TABLE shop.a (id INTEGER PRIMARY KEY)')
    await ask(folder, 'USE shop', 'CREATE TABLE b (a INTEGER REFERENCES a (id))', 'USE memory')
    for (const table of ['seen', 'a']) {
      const { problems } = await come(folder, into({ table }, { id: 'INTEGER' }, [['1']]))
      expect(problems[0]).toMatchObject({ code: 'E-TARGET-KIND', node: 'sink' })
    }
  })
})

describe('of two files', () => {
  it('one whose last word fails keeps neither open, and the next run says it', async () => {
    const folder = await temporaryFolder()
    await come(folder, into({}, shop, [['1', 'a']]))
    await ask(
      folder,
      `ATTACH '${join(folder, 'b.duckdb')}' AS b`,
      'CREATE TABLE b.orders AS FROM shop.orders',
      'DETACH b',
    )
    const flow = flowOf(
      {
        rows: inline(shop, [['2', 'b']]),
        sink: ['sink.duckdb', { path: 'shop.duckdb', table: 'orders' }],
        other: ['sink.duckdb', { path: 'b.duckdb', table: 'orders' }],
      },
      ['rows.out sink.in', 'rows.out other.in'],
    )
    const lastWords: string[] = []
    const before = (statement: string) => {
      if (statement === 'COMMIT' && lastWords.push(statement) === 1) throw new Error('gave up')
    }
    expect(await runner.run(folder, flow, { before })).toMatchObject({ exitCode: 1 })
    expect(await runner.run(folder, into({ path: 'c.duckdb' }, shop, []))).toMatchObject({ exitCode: 0, problems: [] })
    expect(await orders(folder)).toEqual([[2, 'b']])
    expect(await ask(folder, `ATTACH '${join(folder, 'b.duckdb')}' AS b`, 'FROM b.orders', 'DETACH b')).toEqual([])
  })
})

describe('a file that is no table’s', () => {
  it('is refused in a sentence, with a class and code', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'shop.duckdb')
    await writeFile(path, 'id,name\n1,ann\n')
    const foreign = await come(folder, into({}, shop, [['1', 'a']]))
    expect(foreign).toMatchObject({ exitCode: 1, codes: ['E-TARGET-KIND'] })
    expect(foreign.problems[0]!.message).toContain('it is no DuckDB file')
    expect(await readFile(path, 'utf8')).toBe('id,name\n1,ann\n')
  })

  it('and one that another process holds is told as such, and can be tried again', { timeout: 20_000 }, async () => {
    const folder = await temporaryFolder()
    await come(folder, into({}, shop, [['1', 'a']]))
    const holder = spawn(
      process.execPath,
      [
        '-e',
        `const { DuckDBInstance } = require('@duckdb/node-api')
         DuckDBInstance.create(process.argv[1]).then(async i => { await i.connect(); console.log('held'); setInterval(() => {}, 1000) })`,
        join(folder, 'shop.duckdb'),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await once(holder.stdout, 'data')
    const done = await come(folder, into({}, shop, [['2', 'b']]))
    const patient = into({}, shop, [['3', 'c']])
    const sink = { ...patient.nodes.sink!, run: { retries: 4 } }
    const waited = come(folder, { ...patient, nodes: { ...patient.nodes, sink } })
    setTimeout(() => holder.kill('SIGKILL'), 1200)
    await once(holder, 'exit')
    expect(await waited).toMatchObject({ exitCode: 0, problems: [] })
    expect(await orders(folder)).toEqual([[3, 'c']])
    expect(done).toMatchObject({ exitCode: 1, codes: ['E-TARGET-BUSY'] })
    expect(done.problems[0]!.message).toContain('another program holds it')
    expect(done.problems[0]!.hint).toContain('transient')
    expect(await come(folder, into({}, shop, [['2', 'b']]))).toMatchObject({ exitCode: 0 })
  })

  it('and one that is read-only is not tried', async () => {
    const folder = await temporaryFolder()
    await come(folder, into({}, shop, [['1', 'a']]))
    await chmod(join(folder, 'shop.duckdb'), 0o444)
    expect(await come(folder, into({}, shop, [['2', 'b']]))).toMatchObject({ exitCode: 1, codes: ['E-TARGET-WRITE'] })
  })
})
