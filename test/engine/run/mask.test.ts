import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf } from './flow-world.ts'

const salt = `it's "quite" a \\ salty sea`
const traces = [salt, salt.replaceAll("'", "''"), JSON.stringify(salt).slice(1, -1)]

let engine: Engine
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-mask-'))
  process.env.WEIR_TEST_SALT = salt
  engine = await createEngine({
    catalogue,
    memory: '512MB',
    threads: 2,
    cache: { folder: join(folder, 'cache'), version: '1.0.0', leastMs: 0 },
  })
})
afterAll(async () => {
  delete process.env.WEIR_TEST_SALT
  await engine.close()
  await rm(folder, { recursive: true })
})

const columns = [
  { name: 'who', type: 'VARCHAR' },
  { name: 'born', type: 'VARCHAR' },
]

const masked = (gate: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Flow =>
  flowOf(
    {
      people: [
        'source.inline',
        {
          columns,
          rows: [
            ['Ann', '1984-03-05'],
            ['Bea', 'in her youth'],
          ],
        },
      ],
      typed: ['transform.cast', { columns: [{ column: 'born', type: 'DATE' }] }],
      hide: [
        'transform.mask',
        {
          columns: [
            { column: 'who', method: 'token' },
            { column: 'born', method: 'shift', key: 'who' },
          ],
          salt: '${env:WEIR_TEST_SALT}',
        },
      ],
      more: ['transform.formula', after],
      check: ['validate.rules', { rules: [{ id: 'born', kind: 'not_null', columns: ['born'] }], ...gate }],
      out: ['sink.csv', { path: 'out.csv' }],
    },
    ['people.out typed.in', 'typed.out hide.in', 'hide.out more.in', 'more.out check.in', 'check.out out.in'],
  )

const plain = { columns: [{ name: 'long', expression: 'length(who)' }] }
const failing = { columns: [{ name: 'n', expression: 'CAST(who AS INTEGER)' }], onError: 'fail' }
const stopping = { gate: { error: { stop: { count: 0 } } } }

const request = (flow: Flow): FlowRequest => ({
  flow,
  path: join(folder, 'test.flow.json'),
  folder,
  params: {},
  asOf: '2024-05-01T00:00:00.000Z',
})

const run = (flow: Flow) => engine.run(request(flow), { to: [], state: join(folder, '.weir'), sha256: 'abc' })

const saltIn = (told: unknown): readonly string[] => {
  const text = typeof told === 'string' ? told : JSON.stringify(told)
  return [...traces, ...traces.map(trace => JSON.stringify(trace).slice(1, -1))].filter(trace => text.includes(trace))
}

const messages = (error: unknown): readonly string[] =>
  error instanceof Error ? [error.message, String(error.stack), ...messages(error.cause)] : []

describe('the salt of a mask', () => {
  it('is in no report, plan or statement that is shown', async () => {
    const { report } = await run(masked({}, plain))
    expect(report.run.status).toBe('succeeded')
    expect(saltIn(report)).toEqual([])
    for (const analyze of [false, true]) {
      const plan = await engine.explain(request(masked({}, plain)), { to: [], analyze })
      expect(JSON.stringify(plan)).toContain('md5_number_lower')
      expect(saltIn(plan)).toEqual([])
    }
    const sql = await engine.sql(request(masked({}, plain)), 'hide', 'out')
    expect(sql).toContain(`'${'*'.repeat(traces[1]!.length)}'`)
    expect(saltIn(sql)).toEqual([])
  })

  it('is in no error of a statement that uses it', async () => {
    const { report } = await run(masked({}, failing))
    expect(report.run.status).toBe('failed')
    const [problem] = report.problems
    expect(problem?.sql).toContain('sha256')
    expect(saltIn(report)).toEqual([])
    const query = { node: 'more', port: null, offset: 0, limit: 10, cutAt: null }
    const error = await engine.page(request(masked({}, failing)), query).catch((thrown: unknown) => thrown)
    expect(messages(error).length).toBeGreaterThan(0)
    expect(messages(error).flatMap(saltIn)).toEqual([])
  })

  it('does not matter to texts that earlier flags have kept: they are dropped', async () => {
    const query = { port: null, offset: 0, limit: 10, cutAt: null }
    const told = async (node: string) =>
      JSON.stringify(await engine.page(request(masked({}, plain)), { ...query, node }), (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      )
    expect(await told('typed')).toContain('in her youth')
    const hidden = await told('hide')
    expect(hidden).toContain('"born"')
    expect(hidden).not.toContain('in her youth')
  })

  it('is in no file that a run leaves', async () => {
    const { report } = await run(masked(stopping, plain))
    expect(report.run.status).toBe('gated')
    await engine.close()
    const left = await readdir(folder, { recursive: true, withFileTypes: true })
    const files = left.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
    for (const part of ['cache', 'history', 'runs', 'out.csv'])
      expect(
        files.some(file => file.includes(part)),
        part,
      ).toBe(true)
    for (const file of files) expect(saltIn(await readFile(file, 'latin1')), file).toEqual([])
  })
})
