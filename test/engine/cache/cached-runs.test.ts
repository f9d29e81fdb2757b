import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { NodeReport, Report } from '#core/report.ts'
import type { Engine, FlowRequest, RunOptions } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf } from '../preview/engine-of-tests.ts'

let engine: Engine
let folder: string
beforeAll(async () => {
  engine = await createEngine({ catalogue, memory: '1GB', threads: 2 })
})
afterAll(() => engine.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-cache-'))
  const rows = Array.from({ length: 200 }, (_, i) => `${i},${i % 7 === 0 ? '' : `c${i % 5}`},${i * 3}`)
  await put('orders.csv', ['id,customer,amount', ...rows, ''].join('\n'))
  await put('customers.csv', 'code,name\nc0,Ada\nc1,Bob\nc2,Cy\nc3,Di\n')
  return () => rm(folder, { recursive: true, force: true })
})

const put = (name: string, text: string) => writeFile(join(folder, name), text)

const settings = {
  orders: ['source.csv', { path: 'orders.csv' }],
  customers: ['source.csv', { path: 'customers.csv' }],
  recent: ['transform.filter', { where: 'amount > 30' }],
  check: [
    'validate.rules',
    {
      gate: { error: { warn: { count: 5 } } },
      rules: [
        { id: 'there', kind: 'not_null', columns: ['customer'] },
        { id: 'once', kind: 'unique', columns: ['id'] },
      ],
    },
  ],
  named: ['transform.join', { keys: [{ left: 'customer', right: 'code' }] }],
  sums: ['transform.aggregate', { keys: ['name'], measures: [{ name: 'n', function: 'count' }] }],
  big: ['transform.formula', { columns: [{ name: 'twice', expression: 'n * 2' }] }],
  out: ['sink.csv', { path: 'out.csv' }],
} as const

const edges = [
  'orders.out recent.in',
  'recent.match check.in',
  'check.pass named.left',
  'customers.out named.right',
  'named.out sums.in',
  'sums.out big.in',
  'big.out out.in',
]

const flow = (changes: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {}, more: Partial<Flow> = {}) =>
  flowOf(
    Object.fromEntries(
      Object.entries(settings).map(([id, [kind, own]]) => [id, [kind, { ...own, ...changes[id] }] as const]),
    ),
    edges,
    more,
  )

const request = (of: Flow, more: Partial<FlowRequest> = {}): FlowRequest => ({
  flow: of,
  path: join(folder, 'test.flow.json'),
  folder,
  params: {},
  asOf: '2024-05-01T00:00:00.000Z',
  ...more,
})

const run = async (of: Flow, options: Partial<RunOptions> = {}, more: Partial<FlowRequest> = {}): Promise<Report> => {
  const { report } = await engine.run(request(of, more), {
    to: [],
    state: join(folder, '.weir'),
    sha256: 'abc',
    ...options,
  })
  expect(report.problems.filter(problem => problem.severity === 'error')).toEqual([])
  return report
}

const those = (report: Report, status: NodeReport['status']): readonly string[] =>
  Object.entries(report.nodes).flatMap(([id, node]) => (node.status === status ? [id] : []))

/** What a run tells of the rows, whatever was computed for it. */
const told = ({ nodes, quality, sinks }: Report) => ({
  nodes: Object.entries(nodes).map(([id, { status: _, ms: __, ...rest }]) => [id, rest]),
  quality,
  sinks,
})

/** The sink, and what is computed while it is written. */
const lastStatement = ['big', 'out']

describe('a run', () => {
  test('takes what an earlier one has computed, and tells the same of it', async () => {
    const first = await run(flow())
    const written = await readFile(join(folder, 'out.csv'), 'utf8')
    expect(those(first, 'cached')).toEqual([])
    const second = await run(flow())
    expect(those(second, 'ran')).toEqual(lastStatement)
    expect(told(second)).toEqual(told(first))
    expect(second.problems).toEqual(first.problems)
    expect(await readFile(join(folder, 'out.csv'), 'utf8')).toBe(written)
  })

  test.each([
    ['a setting of the last node', 'big', { columns: [{ name: 'twice', expression: 'n + n' }] }, ['big', 'out']],
    ['a setting of a validator', 'check', { rejectAt: null }, ['out', 'named', 'sums', 'big']],
    ['a filter', 'recent', { where: 'amount > 60' }, ['recent', 'check', 'out', 'named', 'sums', 'big']],
  ] as const)('computes what depends on %s, and nothing else', async (_, node, change, again) => {
    await run(flow())
    const report = await run(flow({ [node]: change }))
    expect(those(report, 'ran').toSorted()).toEqual([...again].toSorted())
  })

  test('computes what depends on a file that has changed, and nothing else', async () => {
    await run(flow())
    await put('customers.csv', 'code,name\nc0,Ada\nc1,Eve\n')
    expect(those(await run(flow()), 'cached').toSorted()).toEqual(['check', 'orders', 'recent'])
    await utimes(join(folder, 'orders.csv'), new Date(), new Date(Date.now() + 5_000))
    expect(those(await run(flow()), 'cached')).toEqual(['customers'])
  })

  test('computes what depends on a parameter, and nothing else', async () => {
    const params = { least: { type: 'integer', default: 1 } } as const
    const of = flow({ big: { columns: [{ name: 'more', expression: 'n + $least' }] } }, { params })
    await run(of)
    expect(those(await run(of, {}, { params: { least: 1 } }), 'ran')).toEqual(lastStatement)
    expect(those(await run(of, {}, { params: { least: 2 } }), 'ran')).toEqual(['big', 'out'])
  })

  test('computes nothing again for another as-of time where it is not used, and the rule that uses it', async () => {
    const dated = flow({ check: { rules: [{ id: 'there', kind: 'not_null', columns: ['customer'] }] } })
    await run(dated)
    expect(those(await run(dated, {}, { asOf: '2025-01-01T00:00:00.000Z' }), 'ran')).toEqual(lastStatement)
  })

  test('computes nothing again for a node that was moved, renamed or is there twice', async () => {
    await run(flow())
    const moved = flow({}, { layout: { nodes: { check: { x: 900, y: 20 } }, groups: [], notes: [] } })
    const { check } = moved.nodes
    const twice: Flow = {
      ...moved,
      nodes: { ...moved.nodes, check: { ...check!, title: 'Another name' }, check_2: check! },
      edges: [...moved.edges, { from: 'recent.match', to: 'check_2.in' }],
    }
    const report = await run(twice)
    expect(those(report, 'cached')).toContain('check_2')
    expect(those(report, 'ran')).toEqual(['recent', ...lastStatement])
    expect(report.nodes.check_2?.ports).toEqual(report.nodes.check?.ports)
  })

  test('takes what was looked at, and what it computed is looked at without more work', async () => {
    const page = (node: string) => engine.page(request(flow()), { node, port: null, offset: 0, limit: 10, cutAt: null })
    const seen = await page('check')
    const report = await run(flow())
    expect(those(report, 'cached').toSorted()).toEqual(['check', 'recent'])
    expect(await page('check')).toEqual(seen)
    expect((await page('sums')).rowCount).toBe(report.nodes.sums?.ports.out?.rows)
  })

  test.each(['random()', "strftime(now(), '%f')", 'uuid()', 'current_timestamp'])(
    'computes %s anew, and what comes after it',
    async expression => {
      const of = flow({ recent: { where: `${expression} IS NOT NULL` } })
      await run(of)
      expect(those(await run(of), 'ran')).toEqual(
        expect.arrayContaining(['recent', 'check', 'named', 'sums', 'big', 'out']),
      )
    },
  )

  test('takes and leaves nothing where it is told to', async () => {
    await run(flow(), { cache: false })
    expect(those(await run(flow(), { cache: false }), 'cached')).toEqual([])
    expect(those(await run(flow()), 'cached')).toEqual([])
  })

  test('tells of lines that are no rows as often as it takes the rows', async () => {
    await put('orders.csv', 'id,customer,amount\n1,c1,40\n2,c2\n3,c3,50,9\n4,x"y,70\n')
    const of = flowOf(
      {
        orders: ['source.csv', { path: 'orders.csv' }],
        recent: ['transform.filter', { where: 'amount > 30' }],
        check: ['validate.rules', { rules: [{ id: 'there', kind: 'not_null', columns: ['customer'] }] }],
        out: ['sink.csv', { path: 'out.csv' }],
        bad: ['sink.csv', { path: 'bad.csv' }],
      },
      ['orders.out recent.in', 'recent.match check.in', 'check.out out.in', 'orders.reject bad.in'],
    )
    const first = await run(of)
    const bad = await readFile(join(folder, 'bad.csv'), 'utf8')
    expect(first.nodes.orders?.ports.reject).toMatchObject({ rows: 3 })
    const second = await run(of)
    expect(told(second)).toEqual(told(first))
    expect(await readFile(join(folder, 'bad.csv'), 'utf8')).toBe(bad)
  })
})

/** The same flow with every node under another id, as copied and pasted. */
const renamed = (of: Flow): Flow => ({
  ...of,
  nodes: Object.fromEntries(Object.entries(of.nodes).map(([id, node]) => [`${id}_copy`, { ...node, title: id }])),
  edges: of.edges.map(({ from, to }) => ({ from: from.replace('.', '_copy.'), to: to.replace('.', '_copy.') })),
  layout: { nodes: { check_copy: { x: 1, y: 2 } }, groups: [], notes: [] },
})

test('a run computes nothing again for nodes that have other ids', async () => {
  await run(flow())
  expect(those(await run(renamed(flow())), 'ran').toSorted()).toEqual(lastStatement.map(id => `${id}_copy`))
})

describe('a page', () => {
  /** How many tables are written for the pages of some nodes, one after another. */
  const written = async (of: Flow, nodes: readonly string[], more: Partial<FlowRequest> = {}) => {
    const statements = vi.spyOn(DuckDBConnection.prototype, 'run')
    try {
      const counts: number[] = []
      for (const node of nodes) {
        statements.mockClear()
        await engine.page(request(of, more), { node, port: null, offset: 0, limit: 10, cutAt: null })
        counts.push(statements.mock.calls.filter(([sql]) => /^CREATE TABLE/.test(String(sql))).length)
      }
      return counts
    } finally {
      statements.mockRestore()
    }
  }
  const nodes = ['recent', 'check', 'named', 'sums', 'big']

  test('is of tables that are written once, also for nodes that were moved, renamed or are there twice', async () => {
    expect((await written(flow(), nodes)).every(count => count > 0)).toBe(true)
    expect(await written(flow(), nodes)).toEqual([0, 0, 0, 0, 0])
    expect(
      await written(
        renamed(flow()),
        nodes.map(id => `${id}_copy`),
      ),
    ).toEqual([0, 0, 0, 0, 0])
  })

  test.each([
    ['setting', () => flow({ named: { type: 'left' } }), [false, false, true, true, true]],
    [
      'file',
      async () => {
        await put('customers.csv', 'code,name\nc0,Ada\n')
        return flow()
      },
      [false, false, true, true, true],
    ],
    [
      'last setting',
      () => flow({ big: { columns: [{ name: 'twice', expression: 'n + n' }] } }),
      [false, false, false, false, true],
    ],
  ] as const)(
    'is computed anew where its %s has changed or what comes into it, and nowhere else',
    async (_, change, anew) => {
      await written(flow(), nodes)
      expect((await written(await change(), nodes)).map(count => count > 0)).toEqual(anew)
    },
  )

  test('is computed anew where a parameter that it names has another value, and nowhere else', async () => {
    const params = { least: { type: 'integer', default: 1 } } as const
    const of = flow({ big: { columns: [{ name: 'more', expression: 'n + $least' }] } }, { params })
    await written(of, nodes)
    expect((await written(of, nodes, { params: { least: 2 } })).map(count => count > 0)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ])
  })

  test('is of what a run has computed', async () => {
    await run(flow())
    expect((await written(flow(), ['check', 'recent'])).map(count => count > 0)).toEqual([false, true])
  })
})
