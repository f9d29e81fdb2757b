import { mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { Report } from '#core/report.ts'
import type { CacheOptions, Engine, FlowRequest } from '#engine/api.ts'
import { openDisk } from '#engine/cache/disk.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf } from '../preview/engine-of-tests.ts'

let folder: string
let cache: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-kept-'))
  cache = join(folder, 'cache')
  await writeFile(join(folder, 'rows.csv'), `id,amount,day\n${lines(300)}`)
  return () => rm(folder, { recursive: true, force: true })
})

const lines = (count: number) =>
  Array.from({ length: count }, (_, i) => `${i},${i % 3 ? i / 4 : ''},2024-01-0${1 + (i % 9)} 10:00:00\n`).join('')

const flow = (more: Partial<Flow> = {}, limit = 3): Flow =>
  flowOf(
    {
      rows: ['source.csv', { path: 'rows.csv', types: { amount: 'DECIMAL(12,4)' } }],
      typed: [
        'transform.formula',
        {
          columns: [
            { name: 'zoned', expression: "day::TIMESTAMP AT TIME ZONE 'UTC'" },
            { name: 'list', expression: '[id, id + 1]' },
            { name: 'struct', expression: "{'a': id, 'b': amount::VARCHAR}" },
            { name: 'json', expression: "json_object('id', id)" },
            { name: 'huge', expression: '170141183460469231731687303715884105727::HUGEINT - id' },
            { name: 'span', expression: "id * INTERVAL '1 day'" },
            { name: 'kind', expression: "(['x', 'y'])[id % 2 + 1]::ENUM('x', 'y')" },
            { name: 'blob', expression: "encode('a' || id)" },
            { name: 'map', expression: "MAP {'k': id}" },
            { name: 'fixed', expression: '[id, 2]::BIGINT[2]' },
            { name: 'uuid', expression: "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID" },
            { name: 'rowid', expression: '-id' },
          ],
        },
      ],
      check: [
        'validate.rules',
        {
          rules: [
            { id: 'there', kind: 'not_null', columns: ['amount'] },
            { id: 'least', kind: 'range', columns: ['id'], min: limit, severity: 'warning' },
          ],
        },
      ],
      out: ['sink.parquet', { path: 'out.parquet' }],
    },
    ['rows.out typed.in', 'typed.out check.in', 'check.pass out.in'],
    more,
  )

const request = (of: Flow): FlowRequest => ({
  flow: of,
  path: join(folder, 'test.flow.json'),
  folder,
  params: {},
  asOf: '2024-05-01T00:00:00.000Z',
})

/** As in a process of its own: a new instance of DuckDB, and nothing in memory. */
const started = async <T>(work: (engine: Engine) => Promise<T>, more: Partial<CacheOptions> = {}): Promise<T> => {
  const engine = await createEngine({
    catalogue,
    memory: '512MB',
    threads: 2,
    cache: { folder: cache, version: '1.0.0', leastMs: 0, ...more },
  })
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

const stopping = { gate: { error: { stop: { count: 0 } } } }
const gated = (): Flow => {
  const of = flow()
  const check = of.nodes.check!
  return { ...of, nodes: { ...of.nodes, check: { ...check, settings: { ...check.settings, ...stopping } } } }
}

const run = (engine: Engine, of: Flow) =>
  engine.run(request(of), { to: [], state: join(folder, '.weir'), sha256: 'abc' })

const page = (engine: Engine) =>
  engine.page(request(flow()), { node: 'check', port: null, offset: 0, limit: 400, cutAt: null })

/** The first rows as soon as they can be had. */
const quickly = () =>
  [request(flow()), { node: 'check', port: null, offset: 0, limit: 10, cutAt: null, quick: true }] as const

const cachedIn = ({ nodes }: Report) =>
  Object.entries(nodes).flatMap(([id, { status }]) => (status === 'cached' ? [id] : []))

const entries = async () => (await readdir(cache)).filter(name => name.endsWith('.json'))
const files = async () => (await readdir(cache)).filter(name => name.endsWith('.duckdb'))

/** Leaves the tables of a run that a gate stopped in the cache folder. */
const stopped = async () => {
  const { exitCode } = await started(engine => run(engine, gated()))
  expect(exitCode).toBe(3)
  expect(await entries()).not.toEqual([])
}

describe('what a run that did not reach its end has computed', () => {
  test('is taken by the next start, with the same types, values, flags and order', async () => {
    await stopped()
    const [kept, report] = await started(async engine => [await page(engine), (await run(engine, flow())).report])
    expect(cachedIn(report)).toEqual(expect.arrayContaining(['check']))
    const anew = await started(page, { folder: join(folder, 'none') })
    expect(kept).toEqual(anew)
  })

  test('is what a page far down is read from', async () => {
    await stopped()
    const at = (engine: Engine) =>
      engine.page(request(flow()), { node: 'check', port: null, offset: 250, limit: 5, cutAt: null })
    const kept = await started(at)
    expect(kept.rows.map(row => row[0])).toEqual([250, 251, 252, 253, 254])
    expect(kept).toMatchObject({ rowCount: 300, flaggedCount: 102 })
  })

  test.each([
    ['truncated', async (path: string) => truncate(path, 20_000)],
    [
      'changed in one byte',
      async (path: string) => {
        const bytes = await readFile(path)
        bytes[bytes.length - 5_000] = bytes[bytes.length - 5_000]! ^ 1
        await writeFile(path, bytes)
      },
    ],
    ['another file', async (path: string) => writeFile(path, 'no database')],
    ['gone', async (path: string) => rm(path)],
  ])('is dropped and computed anew where its file is %s', async (_, spoil) => {
    await stopped()
    const before = await entries()
    for (const name of await files()) await spoil(join(cache, name))
    const { report, exitCode } = await started(engine => run(engine, flow()), { leastMs: Number.POSITIVE_INFINITY })
    expect(exitCode).toBe(0)
    expect(cachedIn(report)).toEqual([])
    expect((await entries()).length).toBeLessThan(before.length)
  })

  test('is looked at at once after another start, and computed anew where a part of its file cannot be read', async () => {
    await stopped()
    const anew = await started(page, { folder: join(folder, 'none') })
    expect(await started(engine => engine.page(...quickly()))).toMatchObject({ rowCount: 300, scope: 'all' })
    for (const name of await files()) {
      const path = join(cache, name)
      const bytes = await readFile(path)
      // the first blocks are the file's own headers
      for (let at = 13_000; at < bytes.length; at += 999) bytes[at] = bytes[at]! ^ 1
      await writeFile(path, bytes)
    }
    const before = await entries()
    const found = await started(page, { leastMs: Number.POSITIVE_INFINITY })
    expect(found).toEqual(anew)
    expect((await entries()).length).toBeLessThan(before.length)
  })

  test.each([
    ['is no JSON', () => '{'],
    ['is of another format', (text: string) => text.replace('"format":1', '"format":2')],
    ['names a file elsewhere', (text: string) => text.replace(/"file":"/, '"file":"../')],
    ['is of other rows', (text: string) => text.replace(/"key":"/, '"key":"0')],
  ])('is dropped where its manifest %s', async (_, spoil) => {
    await stopped()
    for (const name of await entries())
      await writeFile(join(cache, name), spoil(await readFile(join(cache, name), 'utf8')))
    const report = await started(async engine => (await run(engine, flow())).report, {
      leastMs: Number.POSITIVE_INFINITY,
    })
    expect(cachedIn(report)).toEqual([])
  })

  test('is not taken by another version of the program', async () => {
    await stopped()
    const report = await started(async engine => (await run(engine, flow())).report, { version: '2.0.0' })
    expect(cachedIn(report)).toEqual([])
  })

  test('is not taken where a file has changed since', async () => {
    await stopped()
    await utimes(join(folder, 'rows.csv'), new Date(), new Date(Date.now() + 9_000))
    expect(cachedIn(await started(async engine => (await run(engine, flow())).report))).toEqual([])
  })

  test('is not taken where a process was killed while it wrote, and what it left goes after a while', async () => {
    await stopped()
    const [name] = await entries()
    const text = await readFile(join(cache, name!), 'utf8')
    const { file } = JSON.parse(text) as { readonly file: string }
    const bytes = await readFile(join(cache, file))
    const key = (JSON.parse(text) as { readonly key: string }).key
    // killed before the file had its name, and before the manifest had its own
    await Promise.all((await readdir(cache)).map(each => rm(join(cache, each), { recursive: true })))
    await writeFile(join(cache, `${file}.draft`), bytes.subarray(0, 9_000))
    await writeFile(join(cache, `other-${file}`), bytes)
    await writeFile(join(cache, `${file}.manifest`), text.slice(0, 40))
    const disk = openDisk({ folder: cache, version: '1.0.0' })
    expect([await disk.has(key), await disk.find(key)]).toEqual([false, null])
    const kept = { rows: 1, visible: 1, extras: [], ms: 1, flagged: 0, sorted: true }
    const keepOne = () => disk.keep('another', kept, path => writeFile(path, bytes))
    await keepOne()
    expect((await readdir(cache)).length).toBe(5)
    const long = new Date(Date.now() - 2 * 3_600_000)
    for (const each of await readdir(cache)) await utimes(join(cache, each), long, long)
    await keepOne()
    expect((await readdir(cache)).length).toBe(2)
  })

  test('is bounded in bytes, what was not used for longest going first', async () => {
    await stopped()
    const [first] = await files()
    const { size } = await stat(join(cache, first!))
    const disk = openDisk({ folder: cache, version: '1.0.0', bytes: size * 2.5 })
    const table = { rows: 1, visible: 1, extras: [], ms: 1, flagged: 0, sorted: true }
    const keep = (key: string) => disk.keep(key, table, path => writeFile(path, Buffer.alloc(size)))
    await disk.clear()
    await keep('a')
    await keep('b')
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(await disk.find('a')).not.toBeNull()
    await keep('c')
    expect([await disk.has('a'), await disk.has('b'), await disk.has('c')]).toEqual([true, false, true])
    expect((await files()).length).toBe(2)
  })

  test('is gone when the cache is cleared, and its size is told', async () => {
    await stopped()
    await started(async engine => {
      expect((await engine.cacheSize()).disk).toBeGreaterThan(10_000)
      await engine.clearCache()
      expect(await engine.cacheSize()).toEqual({ memory: 0, disk: 0 })
    })
    expect(await readdir(cache)).toEqual([])
  })
})
