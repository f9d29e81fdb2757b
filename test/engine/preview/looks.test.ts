import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import { type Compiler, createCompiler } from '#engine/compile.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf } from './engine-of-tests.ts'

let database: Database
let session: Session
let compiler: Compiler
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-looks-'))
  database = await openDatabase({ memory: '512MB', threads: 2 })
  session = await database.connect()
  compiler = createCompiler(session, catalogue, join(folder, 'copies'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

const request = (flow: Flow) => ({ flow, path: null, folder, params: {}, asOf: '2024-05-01T00:00:00.000Z' })

const flow = (path: string, edit: number, source: Readonly<Record<string, unknown>> = {}): Flow =>
  flowOf(
    {
      rows: ['source.csv', { path, ...source }],
      odd: ['transform.filter', { where: `id % 2 = ${edit}` }],
    },
    ['rows.out odd.in'],
  )

const put = (name: string, rows: number) =>
  writeFile(join(folder, name), `id;name\n${Array.from({ length: rows }, (_, i) => `${i};"n${i}"\n`).join('')}`)

/** What DuckDB is asked while work goes on. */
const statementsOf = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const asked = vi.spyOn(session.connection, 'stream')
  try {
    await work()
    return asked.mock.calls.map(([sql]) => String(sql))
  } finally {
    asked.mockRestore()
  }
}

const sniffs = (statements: readonly string[]) => statements.filter(sql => sql.includes('sniff_csv')).length

/** Edits come one after another, and each takes the place of the one before, as the editor's do. */
const type = async (flows: readonly Flow[]) => {
  let last: AbortController | null = null
  const answers = []
  for (const each of flows) {
    last?.abort(new Error('a newer one came'))
    last = new AbortController()
    answers.push(compiler.recent(request(each), { wanted: last.signal }).catch(() => null))
    await setImmediate()
  }
  return Promise.all(answers)
}

const edits = Array.from({ length: 100 }, (_, i) => i)

describe('files', () => {
  test('are looked at once for all who ask for the same at a time', async () => {
    await put('one.csv', 3_000)
    await put('shared.csv', 3_000)
    const once = await statementsOf(() => compiler.recent(request(flow('one.csv', 0))))
    expect(sniffs(once)).toBeGreaterThan(0)
    const many = await statementsOf(() =>
      Promise.all(edits.map(edit => compiler.recent(request(flow('shared.csv', edit))))),
    )
    expect(sniffs(many)).toBe(sniffs(once))
  })

  test('are looked at once for a hundred quick edits of another node, the last of which is answered', async () => {
    await put('alone.csv', 3_000)
    await put('typed.csv', 3_000)
    const once = await statementsOf(() => compiler.recent(request(flow('alone.csv', 0))))
    let last: unknown
    const many = await statementsOf(async () => {
      last = (await type(edits.map(edit => flow('typed.csv', edit)))).at(-1)
    })
    expect(last).toMatchObject({ problems: [] })
    expect(sniffs(many)).toBe(sniffs(once))
    expect(many.length).toBeLessThan(once.length * 3)
  })

  test('are not looked at as an older edit of their own settings asked for, but for one that was on', async () => {
    await put('own.csv', 3_000)
    await put('nulls.csv', 3_000)
    const once = await statementsOf(() => compiler.recent(request(flow('own.csv', 0, { nulls: ['x'] }))))
    const many = await statementsOf(() => type(edits.map(edit => flow('nulls.csv', 0, { nulls: [`x${edit}`] }))))
    expect(many.length).toBeLessThan(once.length * 4)
  })
})

describe('a flow that was compiled', () => {
  test('is the same as long as its files are, and another one at once when they are not', async () => {
    await put('fresh.csv', 10)
    const of = request(flow('fresh.csv', 0))
    const first = await compiler.recent(of)
    expect(await compiler.recent(of)).toBe(first)
    expect(await statementsOf(() => compiler.recent(of))).toEqual([])
    await writeFile(join(folder, 'fresh.csv'), 'id,more\n1,2\n')
    const second = await compiler.recent(of)
    expect(second.nodes.rows?.ports.out?.columns.map(({ name }) => name)).toEqual(['id', 'more'])
    await rm(join(folder, 'fresh.csv'))
    expect((await compiler.recent(of)).problems.map(({ code }) => code)).toEqual(['E-FILE-MISSING'])
    await put('fresh.csv', 10)
    expect((await compiler.recent(of)).problems).toEqual([])
  })

  test('is another one at once when a file changes that a pattern has found', async () => {
    await put('part-1.csv', 10)
    await put('part-2.csv', 10)
    const of = request(flow('part-*.csv', 0, { unionByName: true }))
    const first = await compiler.recent(of)
    expect(await compiler.recent(of)).toBe(first)
    await writeFile(join(folder, 'part-2.csv'), 'id;name;more\n1;"a";2\n')
    const second = await compiler.recent(of)
    expect(second.nodes.rows?.ports.out?.columns.map(({ name }) => name)).toEqual(['id', 'name', 'more'])
  })
})
