import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf } from '../preview/engine-of-tests.ts'

type Step = readonly [kind: string, settings: Readonly<Record<string, unknown>>, port: string, into?: string]

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 2, max: 9 }).map((n): Step => ['transform.filter', { where: `x % ${n} <> 1` }, 'match']),
  fc
    .constantFrom(1, 2, 4)
    .map((n): Step => ['transform.formula', { columns: [{ name: 'd', expression: `d / ${n} + x` }] }, 'out']),
  fc.constant<Step>(['transform.join', { keys: [{ left: 'g', right: 'g' }] }, 'out', 'left']),
  fc.constant<Step>([
    'transform.aggregate',
    { keys: ['g', 'x'], measures: [{ name: 'd', function: 'sum', column: 'd' }] },
    'out',
  ]),
  fc.constant<Step>(['validate.rules', { rules: [{ id: 'low', kind: 'range', columns: ['x'], min: 3 }] }, 'pass']),
)

/** Eighths and their sums are exact, in whatever order they are added. */
const eighth = (i: number) => i / 8

/** More rows than a table is made of for their count alone. */
const many = 20_500

const lines = (bad: boolean) =>
  Array.from(
    { length: many },
    (_, i) => `${'abcd'[i % 5] ?? ''},${bad && i === many - 9 ? 'many' : i % 97},${eighth(i)}\n`,
  )

let folder: string
let engine: Engine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-fused-'))
  for (const bad of [false, true]) await writeFile(join(folder, `${bad}.csv`), `g,x,d\n${lines(bad).join('')}`)
  engine = await createEngine({ catalogue, memory: '512MB', threads: 2 })
})

afterAll(async () => {
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

const known = { columns: ['g', 'name'].map(name => ({ name, type: 'VARCHAR' })), rows: [...'abx'].map(g => [g, g]) }

/** Joins beside the first would give their columns a second time. */
const joinedOnce = (steps: readonly Step[]) =>
  steps.filter((each, i) => each[3] === undefined || steps.findIndex(other => other[3] !== undefined) === i)

const flowWith = (source: string, steps: readonly Step[]): Flow => {
  const settings = { path: `${source}.csv`, types: { g: 'VARCHAR', x: 'BIGINT', d: 'DOUBLE' } }
  const all: readonly Step[] = [
    ['source.csv', settings, 'out'],
    ...joinedOnce(steps),
    ['sink.csv', { path: 'out.csv' }, ''],
  ]
  const nodes = Object.fromEntries(all.map(([kind, own], i) => [`n${i}`, [kind, own] as const]))
  const edges = all.slice(1).map((to, i) => `n${i}.${all[i]![2]} n${i + 1}.${to[3] ?? 'in'}`)
  const at = all.findIndex(each => each[3] !== undefined)
  if (at < 0) return flowOf(nodes, edges)
  return flowOf({ ...nodes, known: ['source.inline', known] }, [...edges, `known.out n${at}.right`])
}

/** A node that may take only so long has a table of its own. */
const eachATable = (flow: Flow): Flow => ({
  ...flow,
  nodes: Object.fromEntries(
    Object.entries(flow.nodes).map(([id, node]) => [id, { ...node, run: { timeoutSeconds: 600 } }]),
  ),
})

const run = async (flow: Flow, cache: boolean) => {
  const request = { flow, path: join(folder, 'test.flow.json'), folder, params: {}, asOf: '2024-05-01T00:00:00.000Z' }
  const options = { to: [], state: join(folder, '.weir'), sha256: 'abc', cache }
  const { exitCode, report, problems } = await engine.run(request, options)
  expect({ exitCode, errors: problems.filter(({ severity }) => severity === 'error') }).toEqual({
    exitCode: 0,
    errors: [],
  })
  const text = await readFile(join(folder, 'out.csv'), 'utf8')
  return { rows: text.split('\n').toSorted(), nodes: report.nodes }
}

test('nodes in one statement give the rows of nodes with a table each, and of the cache, and count no other number', async () => {
  let uncounted = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 5 }), fc.boolean(), async (steps, bad) => {
      const flow = flowWith(String(bad), steps)
      const fused = await run(flow, false)
      const tables = await run(eachATable(flow), false)
      expect(fused.rows).toEqual(tables.rows)
      for (const [id, { ports }] of Object.entries(fused.nodes))
        for (const [port, { rows, flagged }] of Object.entries(ports)) {
          const all = tables.nodes[id]!.ports[port]!
          expect([all.rows, null], `${id}.${port}`).toContain(rows)
          expect([all.flagged, null], `${id}.${port}`).toContain(flagged)
          if (rows === null) uncounted += 1
        }
      await run(flow, true)
      expect((await run(flow, true)).rows).toEqual(fused.rows)
    }),
    { numRuns: 4, examples: [[[['transform.filter', { where: 'x > 5' }, 'match']], false]] },
  )
  expect(uncounted).toBeGreaterThan(0)
})
