import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { isThere } from '#engine/run/files.ts'
import type { NodeProgress } from '#engine/types.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf } from '../preview/engine-of-tests.ts'

interface Step {
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly onFailure?: 'fail' | 'skip' | 'empty'
}

const one = (kind: string, settings: Step['settings'], outputs: readonly string[], inputs = ['in']): Step => ({
  kind,
  settings,
  inputs,
  outputs,
})

const rules = [{ id: 'low', kind: 'range', columns: ['x'], min: 0 }]

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map(n => one('transform.filter', { where: `x > ${n}` }, ['match', 'rest'])),
  fc.constant(one('transform.formula', { columns: [{ name: 'x', expression: 'x + 1' }] }, ['out'])),
  fc.constant(one('transform.sort', { by: [{ column: 'x', direction: 'desc' }] }, ['out'])),
  fc.constant(one('transform.dedupe', { keys: ['g'], order: [{ column: 'x' }] }, ['unique', 'duplicates'])),
  fc.constant(
    one('transform.aggregate', { keys: ['g'], measures: [{ name: 'x', function: 'max', column: 'x' }] }, ['out']),
  ),
  fc.constant(one('transform.union', {}, ['out'], ['in', 'in'])),
  fc.constant(
    one('transform.join', { type: 'semi', keys: [{ left: 'g', right: 'g' }] }, ['out', 'left_only'], ['left', 'right']),
  ),
  fc.constant(one('validate.rules', { rules }, ['out', 'pass', 'reject'])),
  fc
    .integer({ min: 1, max: 9 })
    .map(count => one('validate.rules', { rules, gate: { error: { stop: { count } } } }, ['out', 'pass'])),
  fc.constantFrom('fail', 'skip', 'empty').map(
    (onFailure): Step => ({
      ...one('transform.formula', { columns: [{ name: 'x', expression: 'cast(repeat(g, 2) AS BIGINT)' }] }, ['out']),
      onFailure,
    }),
  ),
)

const row = fc.tuple(fc.option(fc.constantFrom('1', '2', 'c')), fc.option(fc.integer({ min: -9, max: 9 }).map(String)))

const sinks = ['sink.csv', 'sink.duckdb', 'sink.json', 'sink.quarantine'] as const

const sinkSettings = (kind: (typeof sinks)[number], id: string) =>
  ({
    'sink.csv': { path: `${id}.csv` },
    'sink.json': { path: `${id}.json` },
    'sink.duckdb': { path: 'all.duckdb', table: id },
    'sink.quarantine': {},
  })[kind]

interface Drawn {
  readonly sources: readonly (readonly (readonly (string | null)[])[])[]
  readonly steps: readonly { readonly step: Step; readonly from: readonly number[] }[]
  readonly ends: readonly { readonly kind: (typeof sinks)[number]; readonly from: number }[]
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  sources: fc.array(fc.array(row, { minLength: 8, maxLength: 30 }), { minLength: 1, maxLength: 3 }),
  steps: fc.array(fc.record({ step, from: fc.tuple(fc.nat(99), fc.nat(99)) }), { minLength: 4, maxLength: 8 }),
  ends: fc.array(fc.record({ kind: fc.constantFrom(...sinks), from: fc.nat(99) }), { minLength: 2, maxLength: 5 }),
})

/** Its nodes stand in the order in which they depend on each other, and each takes its rows from any before it. */
const flowFrom = ({ sources, steps, ends }: Drawn): Flow => {
  const columns = [
    { name: 'g', type: 'VARCHAR' },
    { name: 'x', type: 'BIGINT' },
  ]
  const nodes: Record<string, readonly [string, Readonly<Record<string, unknown>>]> = {}
  const ports: string[] = []
  const edges: string[] = []
  const portAt = (n: number) => ports[n % ports.length]!
  sources.forEach((rows, i) => {
    nodes[`a${i}`] = ['source.inline', { columns, rows }]
    ports.push(`a${i}.out`)
  })
  steps.forEach(({ step: { kind, settings, inputs, outputs }, from }, i) => {
    nodes[`n${i}`] = [kind, settings]
    edges.push(...inputs.map((port, at) => `${portAt(from[at]!)} n${i}.${port}`))
    ports.push(...outputs.map(port => `n${i}.${port}`))
  })
  ends.forEach(({ kind, from }, i) => {
    nodes[`z${i}`] = [kind, sinkSettings(kind, `z${i}`)]
    edges.push(`${portAt(from)} z${i}.in`)
  })
  const flow = flowOf(nodes, edges)
  const policies = new Map(steps.map(({ step: { onFailure } }, i) => [`n${i}`, onFailure]))
  const withPolicy = ([id, node]: [string, Flow['nodes'][string]]) => {
    const onFailure = policies.get(id)
    return [id, onFailure ? { ...node, run: { retries: 0, timeoutSeconds: null, onFailure } } : node] as const
  }
  return { ...flow, nodes: Object.fromEntries(Object.entries(flow.nodes).map(withPolicy)) }
}

const fileOf = async (path: string) => ((await isThere(path)) ? readFile(path, 'utf8') : null)

/** What a run tells and leaves, but for its times. */
const outcomeOf = async (engine: Engine, folder: string, flow: Flow) => {
  const states: Record<string, NodeProgress> = {}
  const listener = (nodes: Readonly<Record<string, NodeProgress>>) => Object.assign(states, nodes)
  const request = { flow, path: join(folder, 'test.flow.json'), folder, params: {}, asOf: '2024-05-01T00:00:00.000Z' }
  const options = { to: [], state: join(folder, '.weir'), sha256: 'abc', listener }
  const { report, exitCode } = await engine.run(request, options)
  const [past] = await engine.history(options.state).runs(null, 5)
  const files: Record<string, string | null> = {}
  for (const id of Object.keys(report.sinks))
    for (const name of [`${id}.csv`, `${id}.json`]) files[name] = await fileOf(join(folder, name))
  return {
    exitCode,
    past: past?.status,
    files,
    nodes: Object.entries(report.nodes).map(([id, { ms: _ms, ...node }]) => [id, node] as const),
    sinks: Object.entries(report.sinks).map(([id, { rows, published }]) => [id, rows, published] as const),
    quality: report.quality,
    problems: report.problems,
    states: Object.fromEntries(Object.entries(states).map(([id, { ms: _ms, ...state }]) => [id, state])),
  }
}

const outcomesOf = async (flows: readonly Flow[], threads: number) => {
  const engine = await createEngine({ catalogue, memory: '1GB', threads })
  const outcomes = []
  try {
    for (const flow of flows) {
      const folder = await mkdtemp(join(tmpdir(), 'weir-beside-'))
      try {
        outcomes.push(await outcomeOf(engine, folder, flow))
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    }
    return outcomes
  } finally {
    await engine.close()
  }
}

// WEIR_BESIDE: five times so many flows, each run twice
test('A run whose branches go on side by side tells and leaves what it would one node after another', async () => {
  const codes = new Set<number>()
  await fc.assert(
    fc.asyncProperty(fc.array(drawn, { minLength: 5, maxLength: 5 }), async all => {
      const flows = all.map(flowFrom)
      const serial = await outcomesOf(flows, 1)
      expect(await outcomesOf(flows, 2)).toEqual(serial)
      for (const { exitCode } of serial) codes.add(exitCode)
    }),
    { numRuns: Number(process.env.WEIR_BESIDE ?? 1) },
  )
  expect(codes.size).toBeGreaterThan(1)
  expect(codes).toContain(0)
})
