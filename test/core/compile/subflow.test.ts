import { describe, expect, test } from 'vitest'
import { saveFlow } from '#core/flow/save.ts'
import type { Flow } from '#core/flow/types.ts'
import { catalogue } from '#nodes/index.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { flowsOf } from '#test/nodes/flows-of.ts'
import { compileWith, readPort } from '#test/nodes/run-cases.ts'

const { session } = databaseOfTests()

const node = (kind: string, settings: object): Flow['nodes'][string] => ({
  kind,
  version: 1,
  settings: settings as Flow['nodes'][string]['settings'],
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

const columns = [{ name: 'a', type: 'INTEGER' }]
const table = node('source.inline', { columns, rows: [[1], [null], [3]] })
const sub = (path: string, more: object = {}) =>
  node('transform.subflow', { path, inputs: ['rows'], outputs: ['good'], ...more })
const outer = (path: string, more: object = {}) => flow({ t: table, s: sub(path, more) }, ['t.out > s.rows'])

/** Judges rows, and gives those that pass. */
const judging = flow(
  {
    come: node('source.input', { name: 'rows', columns, rows: [[7]] }),
    check: node('validate.rules', { rules: [{ id: 'there', kind: 'not_null', columns: ['a'] }] }),
    keep: node('transform.filter', { where: 'a >= $least or a is null' }),
    go: node('sink.output', { name: 'good' }),
  },
  ['come.out > check.in', 'check.out > keep.in', 'keep.match > go.in'],
  { params: { least: { type: 'integer', default: 0 } } },
)

const compile = (of: Flow, files: Readonly<Record<string, Flow>>, file = '/outer.flow.json') =>
  compileWith(
    session(),
    of,
    flowsOf(Object.fromEntries(Object.entries(files).map(([path, each]) => [path, saveFlow(each, catalogue)]))),
    file,
  )

const problemsOf = async (of: Flow, files: Readonly<Record<string, Flow>>) =>
  (await compile(of, files)).problems.map(({ code, node: at, message }) => [code, at, message])

describe('a flow that stands in a node of another', () => {
  test('gives its rows and flags over what the outer flow hands in, and not over its sample rows', async () => {
    const compiled = await compile(outer('in.flow.json'), { 'in.flow.json': judging })
    expect(compiled.problems).toEqual([])
    expect(compiled.order).toEqual(['t', 's/come', 's/check', 's/keep', 's'])
    const { rows, flags } = await readPort(session(), compiled, 's', 'good')
    expect(rows).toEqual([['1'], [null], ['3']])
    expect(flags).toEqual([[], ['there'], []])
    expect(compiled.nodes['s/check']?.compiled?.flags).toMatchObject([{ rule: 'there' }])
  })

  test('works on its sample rows by itself', async () => {
    const compiled = await compile(judging, {})
    expect((await readPort(session(), compiled, 'keep', 'match')).rows).toEqual([['7']])
  })

  test('has its own parameters, given as texts or left at their defaults', async () => {
    const of = { ...outer('in.flow.json', { params: { least: '${most}' } }) }
    const given = { ...of, params: { most: { type: 'integer', default: 2 } } } as const
    const compiled = await compile(given, { 'in.flow.json': judging })
    expect((await readPort(session(), compiled, 's', 'good')).rows).toEqual([[null], ['3']])
    const wrong = await problemsOf(outer('in.flow.json', { params: { least: 'many', lest: '1' } }), {
      'in.flow.json': judging,
    })
    expect(wrong).toEqual([['E-PARAM-UNKNOWN', 's', 'The flow has no parameter `lest`.']])
    const odd = await problemsOf(outer('in.flow.json', { params: { valueOf: '1' } }), { 'in.flow.json': judging })
    expect(odd).toEqual([['E-PARAM-UNKNOWN', 's', 'The flow has no parameter `valueOf`.']])
    expect(await problemsOf(outer('in.flow.json', { params: { least: 'many' } }), { 'in.flow.json': judging })).toEqual(
      [['E-PARAM-VALUE', 's', expect.stringMatching(/^In `in.flow.json`: The parameter `least`/)]],
    )
  })

  test('may hold a further one, whose ids begin with those of both nodes', async () => {
    const middle = flow(
      { come: node('source.input', { name: 'rows', columns }), part: sub('in.flow.json'), go: judging.nodes.go! },
      ['come.out > part.rows', 'part.good > go.in'],
    )
    const compiled = await compile(outer('middle.flow.json'), { 'in.flow.json': judging, 'middle.flow.json': middle })
    expect(compiled.problems).toEqual([])
    expect(compiled.order).toContain('s/part/check')
    expect((await readPort(session(), compiled, 's', 'good')).flags).toEqual([[], ['there'], []])
  })

  test('can stand in two nodes, each with flags of its own', async () => {
    const twice = flow({ t: table, s: sub('in.flow.json'), r: sub('in.flow.json') }, [
      't.out > s.rows',
      's.good > r.rows',
    ])
    const compiled = await compile(twice, { 'in.flow.json': judging })
    expect(compiled.nodes.r?.ports.good?.slots.map(slot => slot.validator)).toEqual(['s/check', 'r/check'])
    expect((await readPort(session(), compiled, 'r', 'good')).flags).toEqual([[], ['there', 'there'], []])
  })

  test('cannot be a part of itself, directly or through others', async () => {
    const ring = (path: string) =>
      flow({ come: judging.nodes.come!, part: sub(path), go: judging.nodes.go! }, [
        'come.out > part.rows',
        'part.good > go.in',
      ])
    expect(await problemsOf(outer('outer.flow.json'), { 'outer.flow.json': judging })).toEqual([
      ['E-SUBFLOW-RECURSION', 's', 'A flow cannot be a part of itself: `outer.flow.json` → `outer.flow.json`.'],
    ])
    const [[code, at, message] = []] = await problemsOf(outer('a.flow.json'), {
      'a.flow.json': ring('b.flow.json'),
      'b.flow.json': ring('a.flow.json'),
    })
    expect([code, at]).toEqual(['E-SUBFLOW-RECURSION', 's'])
    expect(message).toMatch(
      /^In `part` of `a.flow.json`: In `part` of `b.flow.json`: .*`a.flow.json` → `b.flow.json` → `a.flow.json`\.$/,
    )
  })

  test('is missed where it is not there, not a flow, or not sound, and its own problems name its node', async () => {
    expect(await problemsOf(outer('gone.flow.json'), {})).toEqual([
      ['E-FILE-MISSING', 's', 'There is no flow `gone.flow.json`.'],
    ])
    const broken = { ...judging, nodes: { ...judging.nodes, keep: node('transform.filter', { where: 'b > 1' }) } }
    expect(await problemsOf(outer('in.flow.json'), { 'in.flow.json': broken })).toEqual([
      ['E-COLUMN-UNKNOWN', 's', 'In `keep` of `in.flow.json`: There is no column `b` in the input.'],
    ])
    const text = flowsOf({ 'in.flow.json': '{' })
    const { problems } = await compileWith(session(), outer('in.flow.json'), text)
    expect(problems).toMatchObject([{ code: 'E-JSON', node: 's' }])
  })

  test('says when its ports are others than those of the node, and offers to take them over', async () => {
    const stale = outer('in.flow.json', { inputs: ['rows', 'more'], outputs: ['fine'] })
    const { problems } = await compile(stale, { 'in.flow.json': judging })
    const stales = problems.filter(({ code }) => code === 'E-SUBFLOW-PORTS')
    expect(stales.map(({ setting, fix }) => [setting, fix])).toEqual([
      ['inputs', { title: 'Take over the inputs', node: 's', path: ['inputs'], value: ['rows'] }],
      ['outputs', { title: 'Take over the outputs', node: 's', path: ['outputs'], value: ['good'] }],
    ])
  })

  test('needs the columns and types that its inputs name, whatever their case', async () => {
    const wanting = (...wanted: object[]) => ({
      'in.flow.json': {
        ...judging,
        nodes: { ...judging.nodes, come: node('source.input', { name: 'rows', columns: wanted }) },
      },
    })
    const int = { name: 'A', type: 'int' }
    expect(await problemsOf(outer('in.flow.json'), wanting(int))).toEqual([])
    expect(await problemsOf(outer('in.flow.json'), wanting(int, { name: 'b', type: 'DATE' }))).toEqual([
      ['E-INPUT-COLUMNS', 's', 'In `come` of `in.flow.json`: The rows for `rows` have no column `b`.'],
    ])
    expect(await problemsOf(outer('in.flow.json'), wanting({ name: 'a', type: 'BIGINT' }))).toEqual([
      ['E-INPUT-COLUMNS', 's', 'In `come` of `in.flow.json`: For `rows`, `a` should be BIGINT, and is INTEGER.'],
    ])
  })

  test('keeps, drops or refuses columns that its input does not name', async () => {
    const wide = node('source.inline', { columns: [{ name: 'b', type: 'DATE' }, ...columns], rows: [[null, 1]] })
    const of = flow({ t: wide, s: sub('in.flow.json') }, ['t.out > s.rows'])
    const files = (others: string) => ({
      'in.flow.json': {
        ...judging,
        nodes: { ...judging.nodes, come: node('source.input', { name: 'rows', columns, others }) },
      },
    })
    const names = async (others: string) =>
      (await compile(of, files(others))).nodes.s?.ports.good?.columns.map(({ name }) => name)
    expect(await names('keep')).toEqual(['b', 'a'])
    expect(await names('drop')).toEqual(['a'])
    expect(await problemsOf(of, files('fail'))).toEqual([
      ['E-INPUT-COLUMNS', 's', expect.stringContaining('does not name: `b`')],
    ])
  })

  test('may write nothing, give two outputs no common name, and have no output that nothing feeds', async () => {
    const writing = flow({ ...judging.nodes, w: node('sink.csv', { path: 'a.csv' }) }, [
      ...judging.edges.map(({ from, to }) => `${from} > ${to}`),
      'check.reject > w.in',
    ])
    expect(await problemsOf(outer('in.flow.json'), { 'in.flow.json': { ...writing, params: judging.params } })).toEqual(
      [['E-SUBFLOW-SINK', 's', expect.stringContaining('`w`')]],
    )
    const twice = flow({ ...judging.nodes, go2: judging.nodes.go! }, ['come.out > go.in', 'come.out > go2.in'])
    expect((await problemsOf(twice, {})).map(([code, at]) => [code, at])).toContainEqual(['E-BOUNDARY-TWICE', 'go2'])
    const off = { ...judging.nodes, check: { ...judging.nodes.check!, disabled: true } }
    expect(await problemsOf(outer('in.flow.json'), { 'in.flow.json': { ...judging, nodes: off } })).toEqual([
      ['E-SUBFLOW-PORTS', 's', 'No rows arrive at the output `good` of the flow: what feeds it is disabled.'],
    ])
  })

  test('is left out where its node is bypassed, and need not be there', async () => {
    const of = flow({ t: table, s: { ...sub('gone.flow.json'), bypass: true } }, ['t.out > s.rows'])
    const compiled = await compile(of, {})
    expect(compiled.problems).toEqual([])
    expect((await readPort(session(), compiled, 's', 'good')).rows).toEqual([['1'], [null], ['3']])
  })
})
