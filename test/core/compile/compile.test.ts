import { describe, expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { compileWith, readPort } from '#test/nodes/run-cases.ts'

const { session } = databaseOfTests()

const table = { columns: [{ name: 'a', type: 'INTEGER' }], rows: [[1], [2]] }
const source = { kind: 'test.table', version: 1, settings: table }
const filter = (where: string, more: Partial<Flow['nodes'][string]> = {}) => ({
  kind: 'transform.filter',
  version: 1,
  settings: { where },
  ...more,
})

const flow = (nodes: Flow['nodes'], edges: readonly string[], more: Partial<Flow> = {}): Flow => ({
  weir: 1,
  name: 'Test',
  params: {},
  nodes,
  edges: edges.map(edge => {
    const [from, to] = edge.split(' > ') as [string, string]
    return { from, to }
  }),
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
  ...more,
})

const codes = async (of: Flow) =>
  (await compileWith(session(), of)).problems.map(p => `${p.code} ${p.node ?? ''}`.trim())

describe('a flow that is compiled', () => {
  test('gives columns, ports and an order without running anything', async () => {
    const compiled = await compileWith(session(), flow({ f: filter('a > 1'), s: source }, ['s.out > f.in']))
    expect(compiled.problems).toEqual([])
    expect(compiled.order).toEqual(['s', 'f'])
    expect(compiled.nodes.f?.ports.rest?.columns).toEqual([{ name: 'a', type: 'INTEGER' }])
    expect((await readPort(session(), compiled, 'f', 'match')).rows).toEqual([['2']])
  })

  test('names a kind, a port and a setting that do not exist, with the nearest', async () => {
    const of = flow(
      {
        s: source,
        f: { kind: 'transform.filtre', version: 1, settings: {} },
        g: { ...filter('a > 1'), settings: { were: 'a' } },
      },
      ['s.out > f.in', 's.out > g.in'],
    )
    const compiled = await compileWith(session(), of)
    expect(compiled.problems).toMatchObject([
      { code: 'E-KIND-UNKNOWN', node: 'f', hint: 'did you mean `transform.filter`?' },
      { code: 'E-SETTING', node: 'g', setting: 'where' },
      { code: 'E-SETTING-UNKNOWN', node: 'g', setting: 'were', hint: 'did you mean `where`?' },
    ])
    expect(await codes(flow({ s: source, f: filter('true') }, ['s.rows > f.in']))).toEqual(['E-PORT-UNKNOWN s'])
  })

  test('tells of an input that is not connected, and of one that is connected twice', async () => {
    expect(await codes(flow({ f: filter('true') }, []))).toEqual(['E-INPUT-MISSING f'])
    expect(await codes(flow({ s: source, f: filter('true') }, ['s.out > f.in', 's.out > f.in']))).toEqual([
      'E-INPUT-TWICE f',
    ])
  })

  test('names a cycle as the way round', async () => {
    const compiled = await compileWith(
      session(),
      flow({ f: filter('true'), g: filter('true') }, ['f.match > g.in', 'g.match > f.in']),
    )
    expect(compiled.problems).toMatchObject([{ code: 'E-CYCLE', message: expect.stringContaining('`f` → `g` → `f`') }])
  })

  test('offers the nearest column as a fix of the text', async () => {
    const wide = { ...source, settings: { ...table, columns: [{ name: 'amount', type: 'INTEGER' }] } }
    const compiled = await compileWith(session(), flow({ s: wide, f: filter('amnt > 1') }, ['s.out > f.in']))
    expect(compiled.problems).toMatchObject([
      { code: 'E-COLUMN-UNKNOWN', range: { start: 0, end: 4 }, fix: { path: ['where'], value: 'amount > 1' } },
    ])
  })

  test('does not repeat a problem at the nodes that come after', async () => {
    const of = flow({ s: source, f: filter('b > 1'), g: filter('b > 1') }, ['s.out > f.in', 'f.match > g.in'])
    expect(await codes(of)).toEqual(['E-COLUMN-UNKNOWN f'])
  })

  test('leaves out a disabled node and what hangs on it alone', async () => {
    const of = flow({ s: source, f: filter('nope', { disabled: true }), g: filter('nope') }, [
      's.out > f.in',
      'f.match > g.in',
    ])
    const compiled = await compileWith(session(), of)
    expect(compiled.problems).toEqual([])
    expect(compiled.order).toEqual(['s'])
  })

  test('passes the first input through a bypassed node, and no rows by its other ports', async () => {
    const of = flow({ s: source, f: filter('a > 1', { bypass: true }) }, ['s.out > f.in'])
    const compiled = await compileWith(session(), of)
    expect((await readPort(session(), compiled, 'f', 'match')).rows).toEqual([['1'], ['2']])
    expect((await readPort(session(), compiled, 'f', 'rest')).rows).toEqual([])
  })

  test('puts parameters into texts, refuses unknown ones and secrets, and keeps an escaped one', async () => {
    const union = (sourceColumn: string) => ({ kind: 'transform.union', version: 1, settings: { sourceColumn } })
    const withName = (text: string) =>
      flow({ s: source, u: union(text) }, ['s.out > u.in'], { params: { name: { type: 'string', default: 'from' } } })
    const columns = async (text: string) =>
      (await compileWith(session(), withName(text))).nodes.u?.ports.out?.columns.map(c => c.name)
    expect(await columns('${name}_node')).toEqual(['a', 'from_node'])
    expect(await columns('${env:WEIR_CASE}')).toEqual(['a', 'set'])
    expect(await columns('$${name}')).toEqual(['a', '${name}'])
    expect(await codes(withName('${nme}'))).toEqual(['E-PARAM-UNKNOWN u'])
    expect(await codes(withName('${constructor}'))).toEqual(['E-PARAM-UNKNOWN u'])
    expect(await codes(withName('${env:WEIR_NOT_SET}'))).toEqual(['E-ENV-UNSET u'])
    expect(await codes(withName('${secret:KEY}'))).toEqual(['E-SECRET-PLACE u'])
  })

  test('reads parameters as their type', async () => {
    const params = { least: { type: 'integer', default: 'two' } } as const
    expect(await codes(flow({ s: source, f: filter('a > $least') }, ['s.out > f.in'], { params }))).toEqual([
      'E-PARAM-VALUE',
    ])
    expect(await codes(flow({ s: source, f: filter('a > $most') }, ['s.out > f.in']))).toEqual(['E-PARAM-UNKNOWN f'])
    expect(await codes(flow({ s: source, f: filter('a > $constructor') }, ['s.out > f.in']))).toEqual([
      'E-PARAM-UNKNOWN f',
    ])
    const odd = { constructor: { type: 'integer', default: 2 } } as const
    const named = flow({ s: source, f: filter('a > $constructor') }, ['s.out > f.in'], { params: odd })
    expect(await codes(named)).toEqual([])
  })

  test('tells of two sinks that write to one file', async () => {
    const sink = (path: string) => ({ kind: 'sink.csv', version: 1, settings: { path } })
    const of = flow({ s: source, x: sink('out/a.csv'), y: sink('./out//a.csv'), z: sink('out/b.csv') }, [
      's.out > x.in',
      's.out > y.in',
      's.out > z.in',
    ])
    expect(await codes(of)).toEqual(['E-TARGET-TWICE y'])
  })

  test('tells what comes into a node whose settings are wrong', async () => {
    const wrong = { ...filter('a'), settings: {} }
    const compiled = await compileWith(session(), flow({ s: source, f: wrong }, ['s.out > f.in']))
    expect(compiled.nodes.f).toMatchObject({ settings: null, compiled: null })
    expect(compiled.nodes.f?.inputs.in?.[0]?.columns).toEqual([{ name: 'a', type: 'INTEGER' }])
  })

  test('refuses a node that a newer version saved', async () => {
    expect(await codes(flow({ s: source, f: filter('true', { version: 2 }) }, ['s.out > f.in']))).toEqual([
      'E-NODE-NEWER f',
    ])
  })
})
