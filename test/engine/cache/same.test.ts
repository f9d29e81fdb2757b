import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { Engine, RunOptions } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf } from '../preview/engine-of-tests.ts'

type Step = readonly [kind: string, settings: Readonly<Record<string, unknown>>, port: string]

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map((n): Step => ['transform.filter', { where: `x > ${n}` }, 'match']),
  fc
    .integer({ min: 1, max: 4 })
    .map((n): Step => ['transform.formula', { columns: [{ name: 'd', expression: `d / ${n} + x` }] }, 'out']),
  fc.constant<Step>(['transform.sort', { by: [{ column: 'd', direction: 'desc' }] }, 'out']),
  fc.constant<Step>(['transform.dedupe', { keys: ['g', 'x'], order: [{ column: 'd', direction: 'asc' }] }, 'unique']),
  fc.constant<Step>([
    'transform.aggregate',
    { keys: ['g'], measures: ['x', 'd'].map(column => ({ name: column, function: 'sum', column })) },
    'out',
  ]),
  fc.constant<Step>(['validate.rules', { rules: [{ id: 'low', kind: 'range', columns: ['x'], min: 0 }] }, 'out']),
)

const row = fc.tuple(
  fc.option(fc.constantFrom('a', 'b', 'c')),
  fc.option(fc.integer({ min: -9, max: 9 }).map(String)),
  fc.option(fc.integer({ min: -99, max: 99 }).map(n => String(n / 7))),
)

const flowWith = (rows: readonly unknown[], steps: readonly Step[], stops: boolean): Flow => {
  const columns = ['VARCHAR', 'INTEGER', 'DOUBLE'].map((type, i) => ({ name: 'gxd'[i], type }))
  const ends = { ...(stops ? { gate: { error: { stop: { count: 0 } } } } : {}) }
  const rules = [{ id: 'never', kind: 'expression', columns: ['g'], expression: "g = 'z'", nulls: 'fail' }]
  const all: readonly Step[] = [
    ['source.inline', { columns, rows }, 'out'],
    ...steps,
    ['validate.rules', { rejectAt: null, rules, ...ends }, 'out'],
    ['sink.csv', { path: 'out.csv', flagged: 'columns' }, ''],
  ]
  return flowOf(
    Object.fromEntries(all.map(([kind, settings], i) => [`n${i}`, [kind, settings] as const])),
    all.slice(1).map((_, i) => `n${i}.${all[i]![2]} n${i + 1}.in`),
  )
}

const started = async <T>(folder: string, work: (engine: Engine) => Promise<T>): Promise<T> => {
  const cache = { folder: join(folder, 'cache'), version: '1', leastMs: 0 }
  const engine = await createEngine({ catalogue, memory: '512MB', threads: 2, cache })
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

/** The written rows as a multiset, doubles to nine digits. */
const written = async (folder: string) =>
  (await readFile(join(folder, 'out.csv'), 'utf8'))
    .split('\n')
    .map(line => line.replace(/-?\d+\.\d+(e[+-]?\d+)?/g, number => Number(number).toPrecision(9)))
    .toSorted()

test('A run gives the same rows computed, from memory, after they were looked at, and continued in another process', async () => {
  let continued = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 40 }),
      fc.array(step, { maxLength: 5 }),
      async (rows, steps) => {
        const folder = await mkdtemp(join(tmpdir(), 'weir-same-'))
        const request = (of: Flow) => ({
          flow: of,
          path: join(folder, 'test.flow.json'),
          folder,
          params: {},
          asOf: '2024-05-01T00:00:00.000Z',
        })
        const run = async (engine: Engine, of: Flow, more: Partial<RunOptions> = {}) => {
          const options = { to: [], state: join(folder, '.weir'), sha256: 'abc', ...more }
          const { exitCode, report } = await engine.run(request(of), options)
          return { exitCode, rows: exitCode === 0 ? await written(folder) : [], nodes: Object.values(report.nodes) }
        }
        try {
          const flow = flowWith(rows, steps, false)
          const last = `n${steps.length + 1}`
          const [computed, stopped] = await started(folder, async engine => {
            const bare = await run(engine, flow, { cache: false })
            await engine.page(request(flow), { node: last, port: null, offset: 0, limit: 10, cutAt: null })
            const looked = await run(engine, flow)
            const again = await run(engine, flow)
            expect(again.nodes.some(({ status }) => status === 'cached')).toBe(true)
            expect([looked.rows, again.rows]).toEqual([bare.rows, bare.rows])
            return [bare, await run(engine, flowWith(rows, steps, true))]
          })
          const resumed = await started(folder, engine => run(engine, flow))
          expect(resumed.rows).toEqual(computed.rows)
          expect([0, 3]).toContain(stopped.exitCode)
          if (stopped.exitCode !== 3) return
          expect(resumed.nodes.some(({ status }) => status === 'cached')).toBe(true)
          continued += 1
        } finally {
          await rm(folder, { recursive: true, force: true })
        }
      },
    ),
    { numRuns: 8 },
  )
  expect(continued).toBeGreaterThan(2)
})
