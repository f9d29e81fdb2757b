import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { compileWith, readPort, type Table } from '#test/nodes/run-cases.ts'
import { type Chain, chainOf, grow, type State, type Step } from './chain.ts'

let database: Database
let session: Session

beforeAll(async () => {
  database = await openDatabase({ memory: '1GB', threads: 2 })
  session = await database.connect()
})

afterAll(() => database.close())

const table: fc.Arbitrary<Table> = fc
  .array(
    fc.record({
      a: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 4 }),
      b: fc.option(fc.constantFrom('7', '12', 'x', "it's"), { freq: 4 }),
      flags: fc.subarray(['r', 's']),
    }),
    { maxLength: 5 },
  )
  .map(rows => ({
    columns: [
      { name: 'a', type: 'INTEGER' },
      { name: 'b', type: 'VARCHAR' },
    ],
    rows: rows.map(row => [row.a, row.b]),
    flags: rows.map(row => row.flags),
  }))

const earlier = fc.nat({ max: 20 })

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('filter' as const),
    least: fc.integer({ min: 0, max: 3 }),
    port: fc.constantFrom('match' as const, 'rest' as const),
  }),
  fc.record({ do: fc.constant('select' as const), drop: fc.boolean() }),
  fc.record({ do: fc.constant('sort' as const), direction: fc.constantFrom('asc' as const, 'desc' as const) }),
  fc.record({ do: fc.constant('formula' as const) }),
  fc.record({ do: fc.constant('aggregate' as const) }),
  fc.record({ do: fc.constant('dedupe' as const), order: fc.boolean() }),
  fc.record({ do: fc.constant('union' as const), with: earlier }),
  fc.record({
    do: fc.constant('join' as const),
    with: earlier,
    type: fc.constantFrom('inner' as const, 'left' as const, 'full' as const),
  }),
)

const flowOfChain = ({ nodes, edges }: Chain): Flow => ({
  weir: 1,
  name: 'chain',
  params: {},
  nodes,
  edges,
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
})

const multiset = (rows: readonly (readonly [readonly (string | null)[], readonly string[]])[]) =>
  rows.map(([cells, flags]) => JSON.stringify([cells, flags.toSorted()])).toSorted()

const modelled = ({ columns, rows }: State) =>
  multiset(
    rows.map(({ cells, flags }) => [
      columns.map(name => cells[name] ?? null),
      flags.map(flag => [...flag.via, flag.rule].join('/')),
    ]),
  )

test('any chain of transforms keeps exactly the rows and flags that a naive evaluation gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(table, { minLength: 2, maxLength: 3 }),
      fc.array(step, { maxLength: 9 }),
      async (tables, steps) => {
        const chain = steps.reduce(grow, chainOf(tables))
        const state = chain.states.at(-1)!
        const flow = await compileWith(session, flowOfChain(chain))
        expect(flow.problems).toEqual([])
        const [node, port] = state.port.split('.') as [string, string]
        const got = await readPort(session, flow, node, port)
        expect(got.columns.map(c => c.name)).toEqual(state.columns)
        expect(multiset(got.rows.map((cells, i) => [cells, got.flags[i]!]))).toEqual(modelled(state))
      },
    ),
    { numRuns: 100 },
  )
})
