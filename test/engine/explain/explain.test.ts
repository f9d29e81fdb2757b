import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { Operator, RunPlan } from '#core/plan/types.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf, put } from '../run/flow-world.ts'
import { temporaryFolder } from '../run/temp-folder.ts'

let engine: Engine

let parquet: Buffer

beforeAll(async () => {
  engine = await createEngine({ catalogue, memory: '1GB', threads: 2 })
  const at = await mkdtemp(join(tmpdir(), 'weir-test-'))
  try {
    await put(join(at, 'orders.csv'), orders())
    const made = flowOf(
      { orders: ['source.csv', { path: 'orders.csv' }], out: ['sink.parquet', { path: 'orders.parquet' }] },
      ['orders.out out.in'],
    )
    await engine.run(requestOf(made, at), { to: [], state: join(at, '.weir'), sha256: '' })
    parquet = await readFile(join(at, 'orders.parquet'))
  } finally {
    await rm(at, { recursive: true })
  }
})
afterAll(() => engine.close())

const rows = 3000

const orders = () =>
  `id,amount,country,day\n${Array.from({ length: rows }, (_, i) => `${i},${i % 7 === 0 ? '' : i * 3},${['DE', 'FR', 'XX'][i % 3]},2024-01-0${(i % 9) + 1}`).join('\n')}\n`

const rule = { id: 'there', kind: 'not_null', columns: ['amount'] }

const flow = (): Flow =>
  flowOf(
    {
      orders: ['source.parquet', { path: 'orders.parquet' }],
      countries: ['source.inline', { columns: [{ name: 'code', type: 'VARCHAR' }], rows: [['DE'], ['FR']] }],
      big: ['transform.formula', { columns: [{ name: 'twice', expression: 'amount * 2' }] }],
      recent: ['transform.filter', { where: "id >= 10 and day >= DATE '2024-01-01'" }],
      check: ['validate.rules', { rules: [rule] }],
      known: ['transform.join', { keys: [{ left: 'country', right: 'code' }] }],
      totals: ['transform.aggregate', { keys: ['country'], measures: [{ name: 'n', function: 'count' }] }],
      sorted: ['transform.sort', { by: [{ column: 'country' }] }],
      out: ['sink.csv', { path: 'out/totals.csv' }],
      bad: ['sink.parquet', { path: 'out/bad.parquet' }],
    },
    [
      'orders.out big.in',
      'big.out recent.in',
      'recent.match check.in',
      'check.pass known.left',
      'countries.out known.right',
      'known.out totals.in',
      'totals.out sorted.in',
      'sorted.out out.in',
      'check.reject bad.in',
    ],
  )

const requestOf = (of: Flow, at: string): FlowRequest => ({
  flow: of,
  path: join(at, 'test.flow.json'),
  folder: at,
  params: {},
  asOf: '2024-05-01T00:00:00.000Z',
})

const request = async (of: Flow = flow()): Promise<FlowRequest> => {
  const at = await temporaryFolder()
  await writeFile(join(at, 'orders.parquet'), parquet)
  return requestOf(of, at)
}

const textOf = (plan: RunPlan, index: number, node: string): string =>
  plan.statements[index]!.parts.filter(part => part.node === node)
    .map(({ start, end }) => plan.statements[index]!.sql.slice(start, end))
    .join('\n')

const operators = (tree: readonly Operator[]): readonly Operator[] =>
  tree.flatMap(each => [each, ...operators(each.inputs)])

describe('what a run would send', () => {
  it('is told without reading a row or writing a file, with the nodes that share each statement', async () => {
    const asked = await request()
    const plan = await engine.explain(asked, { to: [], analyze: false })
    expect(plan.analyzed).toBe(false)
    expect(await readdir(asked.folder)).toEqual(['orders.parquet'])
    const table = plan.statements.find(({ cut }) => cut?.why === 'rules')!
    expect(table.node).toBe('check')
    expect(table.nodes).toEqual(['orders', 'big', 'recent', 'check'])
    expect(table.sql).toContain('read_parquet')
    expect(table.measured).toBeNull()
    const written = plan.statements.filter(({ does }) => does === 'write')
    expect(written.map(({ node }) => node).toSorted()).toEqual(['bad', 'out'])
    for (const { sql } of plan.statements) expect(sql).not.toMatch(/NO DATA|LIMIT 0/)
    expect(written.find(({ node }) => node === 'bad')!.sql).toContain(`TO '${join(asked.folder, 'out')}/.weir-`)
  })

  it('marks the part of each node in the text, and covers all of it but what joins the parts', async () => {
    const plan = await engine.explain(await request(), { to: [], analyze: false })
    const table = plan.statements.findIndex(({ cut }) => cut?.why === 'rules')
    expect(textOf(plan, table, 'orders')).toContain('read_parquet')
    expect(textOf(plan, table, 'big')).toContain('amount * 2')
    expect(textOf(plan, table, 'recent')).toContain('id >= 10')
    expect(textOf(plan, table, 'big')).not.toContain('id >= 10')
    for (const { sql, parts } of plan.statements) {
      let next = 0
      for (const { start, end } of parts) {
        expect(sql.slice(next, start)).toMatch(/^(WITH |[,\s]*)$/)
        next = end
      }
      expect(next).toBe(sql.length)
    }
  })

  it('says which tables a statement reads, and why each was left', async () => {
    const plan = await engine.explain(await request(), { to: [], analyze: false })
    const rules = plan.statements.findIndex(({ cut }) => cut?.why === 'rules')
    const groups = plan.statements.findIndex(({ cut }) => cut?.why === 'groups')
    expect(plan.statements[groups]!.node).toBe('totals')
    expect(plan.statements[groups]!.nodes).toContain('known')
    expect(plan.statements[groups]!.reads).toEqual([rules])
    expect(plan.statements[groups]!.cut).toMatchObject({ port: 'out', readers: ['sorted'] })
  })

  it('says of rules that look at other rows that they are marked in the table afterwards', async () => {
    const known = { id: 'known', kind: 'reference', columns: ['country'], input: 'countries', inputColumns: ['code'] }
    const { nodes, edges } = flow()
    const settings = { inputs: ['countries'], rules: [rule, known, { id: 'once', kind: 'unique', columns: ['id'] }] }
    const marked = { ...flow(), nodes: { ...nodes, check: { ...nodes.check!, settings } } }
    const plan = await engine.explain(
      await request({ ...marked, edges: [...edges, { from: 'countries.out', to: 'check.countries' }] }),
      { to: [], analyze: false },
    )
    const own = plan.statements.filter(({ node, does }) => node === 'check' && does === 'table')
    expect(own.map(({ cut }) => cut?.why)).toEqual(['rules', ...own.slice(1).map(() => undefined)])
    expect(own.slice(1).map(({ nodes: of }) => of)).toEqual(own.slice(1).map(() => ['check']))
    expect(own.at(-1)!.sql).toMatch(/^UPDATE /)
  })

  it('names what a limit and a filter do not go below', async () => {
    const late = flowOf(
      {
        orders: ['source.parquet', { path: 'orders.parquet' }],
        totals: ['transform.aggregate', { keys: ['country'], measures: [{ name: 'n', function: 'count' }] }],
        many: ['transform.filter', { where: 'n > 5' }],
        sorted: ['transform.sort', { by: [{ column: 'n' }] }],
        few: ['transform.filter', { where: "country = 'DE'" }],
        out: ['sink.csv', { path: 'o.csv' }],
      },
      ['orders.out totals.in', 'totals.out many.in', 'many.match sorted.in', 'sorted.out few.in', 'few.match out.in'],
    )
    const { nodes } = await engine.explain(await request(late), { to: [], analyze: false })
    expect(nodes.many!.blockers).toContainEqual({ of: 'limit', node: 'totals', by: 'all' })
    expect(nodes.many!.blockers).toContainEqual({ of: 'filter', node: 'totals', by: 'table' })
    expect(nodes.few!.blockers).toContainEqual({ of: 'limit', node: 'sorted', by: 'all' })
    const plain = await engine.explain(await request(), { to: [], analyze: false })
    expect(plain.nodes.recent!.blockers).toEqual([])
  })

  it('tells of a flow that cannot run what is wrong with it', async () => {
    const wrong = flowOf({ orders: ['source.csv', { path: 'none.csv' }] }, [])
    await expect(engine.explain(await request(wrong), { to: [], analyze: false })).rejects.toMatchObject({
      problem: { code: 'E-FILE-MISSING' },
    })
  })
})

describe('an analysed run', () => {
  it('measures each statement, gives operators to their nodes, and publishes nothing', async () => {
    const asked = await request()
    const before = await engine.explain(asked, { to: [], analyze: false })
    const plan = await engine.explain(asked, { to: [], analyze: true })
    expect(await readdir(asked.folder)).toEqual(['orders.parquet'])
    expect(plan.statements.map(({ node, does, nodes }) => ({ node, does, nodes }))).toEqual(
      before.statements.map(({ node, does, nodes }) => ({ node, does, nodes })),
    )
    for (const { measured } of plan.statements) expect(measured!.ms).toBeGreaterThan(0)
    const table = plan.statements.find(({ cut }) => cut?.why === 'rules')!
    const all = operators(table.measured!.operators)
    const scan = all.find(({ name }) => name === 'TABLE_SCAN')!
    expect(scan).toMatchObject({ node: 'orders', rows: rows - 10 })
    expect(all.find(({ name }) => name === 'PROJECTION')!.node).toBeNull()
    expect(plan.nodes.orders!.ms).toBeGreaterThan(0)
    expect(plan.nodes.big!.ms).toBeNull()
    expect(plan.nodes.check!.rows).toMatchObject({ in: rows - 10, out: rows - 10 })
    const joined = plan.statements.find(({ cut }) => cut?.why === 'groups')!
    const join = operators(joined.measured!.operators).find(({ name }) => name === 'HASH_JOIN')!
    expect(join.node).toBe('known')
  })

  it('is told from where it began again, where a file had to be read in another way', async () => {
    const typed = flowOf(
      { orders: ['source.csv', { path: 'o.csv', types: { id: 'INTEGER' } }], out: ['sink.csv', { path: 'out.csv' }] },
      ['orders.out out.in'],
    )
    const asked = await request(typed)
    await put(join(asked.folder, 'o.csv'), 'id,name\n1,a\nx,b\n3,c\n')
    const { statements, nodes } = await engine.explain(asked, { to: [], analyze: true })
    for (const { measured } of statements) expect(measured!.operators).not.toEqual([])
    const runs = statements.flatMap(({ sql }) => sql.match(/__weir_run_\d+-\d+-\w{6}/g) ?? [])
    expect(new Set(runs).size).toBeLessThan(2)
    expect(nodes.orders!.rows.out).toBe(3)
  })

  it('ends when it is no longer wanted', async () => {
    const stop = new AbortController()
    const asked = engine.explain(await request(), { to: [], analyze: true, signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
  })
})
