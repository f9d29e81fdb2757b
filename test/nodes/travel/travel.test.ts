import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { saveFlow } from '#core/flow/save.ts'
import type { Flow } from '#core/flow/types.ts'
import { catalogue } from '#nodes/index.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { flowsOf } from '#test/nodes/flows-of.ts'
import { compileWith, readPort } from '#test/nodes/run-cases.ts'
import { type Chain, chainOf, grow, type State } from './chain.ts'
import { keyOf } from './model.ts'
import { part, partPath } from './shapes.ts'
import { anyStep, meeting, tables } from './steps.ts'

const { session } = databaseOfTests()

const flowOfChain = ({ nodes, edges }: Chain): Flow => ({
  weir: 1,
  name: 'chain',
  params: {},
  nodes,
  edges,
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
})

const parts = flowsOf({ [partPath]: saveFlow(part, catalogue) })

const multiset = (rows: readonly unknown[]) => rows.map(row => JSON.stringify(row)).toSorted()

/** Rows with the flags of each, by the sides they came through, and with the flagged rows behind a group. */
const modelled = ({ columns, slots, rows }: State) =>
  rows.map(({ cells, flags, counts }) => [
    columns.map(({ name }) => cells[name] ?? null),
    slots
      .flatMap(slot => [...(flags[keyOf(slot)]?.keys() ?? [])].map(rule => [...slot.via, rule].join('/')))
      .toSorted(),
    Object.fromEntries(
      slots
        .filter(slot => slot.aggregated)
        .map(slot => [[...slot.via, slot.node].join('/'), counts[keyOf(slot)] ?? 0] as const)
        .toSorted(),
    ),
  ])

/** Compiles and reads the last port of a chain, and holds it against the model. */
const check = async (chain: Chain): Promise<void> => {
  const state = chain.states.at(-1)!
  const flow = await compileWith(session(), flowOfChain(chain), parts, '/chain.flow.json')
  expect(flow.problems).toEqual([])
  for (const [id, rules] of Object.entries(chain.rules)) {
    const own = flow.nodes[id]!.compiled!.flags?.map(({ rule }) => rule) ?? []
    expect(rules.filter(rule => own.includes(rule))).toEqual(own)
  }
  const [node, port] = state.port.split('.') as [string, string]
  const got = await readPort(session(), flow, node, port)
  expect(got.columns.map(c => c.name)).toEqual(state.columns.map(c => c.name))
  const rows = got.rows.map((cells, i) => [
    cells,
    got.flags[i]!.toSorted(),
    Object.fromEntries(Object.entries(got.behind[i]!).toSorted()),
  ])
  expect(multiset(rows)).toEqual(multiset(modelled(state)))
}

const long = { minLength: 1, maxLength: 6, size: 'max' } as const

describe('a row keeps exactly the flags that a naive evaluation gives it', () => {
  test('through any chain of transforms and validators', async () => {
    await fc.assert(
      fc.asyncProperty(tables(true), fc.array(anyStep, long), (given, steps) =>
        check(steps.reduce(grow, chainOf(given, 'test.table'))),
      ),
      { numRuns: 80 },
    )
  })

  test('through each kind of transform', async () => {
    const [given] = fc.sample(tables(true), { numRuns: 1, seed: 6 })
    const steps = new Map(fc.sample(anyStep, { numRuns: 2000, seed: 6 }).map(each => [each.do, each]))
    const used = new Set<string>()
    for (const each of steps.values()) {
      const chain = grow(chainOf(given!, 'test.table'), each)
      await check(chain)
      for (const { kind } of Object.values(chain.nodes)) used.add(kind)
    }
    const transforms = [...catalogue.values()].filter(kind => kind.group === 'transforms').map(({ kind }) => kind)
    expect(transforms.filter(kind => !used.has(kind))).toEqual([])
  })

  test('where rows meet again and again: joins with themselves, unions of branches, groups of groups', async () => {
    await fc.assert(
      fc.asyncProperty(tables(true), fc.array(meeting, long), (given, steps) =>
        check(steps.reduce(grow, chainOf(given, 'test.table'))),
      ),
      { numRuns: 80 },
    )
  })
})
