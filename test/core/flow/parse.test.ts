import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFlow } from '#core/flow/parse.ts'
import { example, text } from './documents.ts'

const parsed = (document: unknown) => parseFlow(text(document))
const codes = (document: unknown) => parsed(document).problems.map(problem => problem.code)
const withNode = (node: Record<string, unknown>) => ({ weir: 1, name: '', nodes: { a: { kind: 'x.y', ...node } } })

describe('parsing a flow', () => {
  it('reads the contract example without a problem', () => {
    expect(parsed(example)).toEqual({ flow: example, problems: [] })
  })

  it('fills in what a short document leaves out', () => {
    expect(parsed({ weir: 1, nodes: { a: { kind: 'x.y' } } }).flow).toEqual({
      weir: 1,
      name: '',
      params: {},
      nodes: { a: { kind: 'x.y', version: 1, settings: {} } },
      edges: [],
      tests: [],
      layout: { nodes: {}, groups: [], notes: [] },
    })
  })

  it('gives frozen data', () => {
    const { flow } = parsed(example)
    expect(Object.isFrozen(flow?.nodes.orders?.settings)).toBe(true)
  })

  it('says the line and column where JSON breaks', () => {
    const { flow, problems } = parseFlow('{\n  "weir": 1,\n  "name": "x"\n  "nodes": {}\n}')
    expect(flow).toBeNull()
    expect(problems).toEqual([
      {
        code: 'E-JSON',
        severity: 'error',
        message: 'The flow is not valid JSON at line 4, column 3: expected `,` or `}`, found `"`.',
      },
    ])
  })

  it.each([
    ['', 'line 1, column 1: expected a value, found the end of the file'],
    ['{"weir": 1,}', 'line 1, column 12: expected a key in quotes after the comma, found `}`'],
    ['{"weir": 1 // one\n}', 'line 1, column 12: expected `,` or `}`, found a comment, which JSON does not have'],
    ['{"name": "half', 'line 1, column 10: a text is not closed'],
    ['{"name": "C:\\data"}', 'line 1, column 13: `\\d` is no escape of JSON'],
    ['{"weir": 01}', 'line 1, column 11: expected `,` or `}`, found `1`'],
    [`${'['.repeat(5000)}`, 'nested more than 200 levels deep'],
    ['\u0000\u0001binary', 'line 1, column 1: expected a value'],
  ])('explains broken JSON: %j', (broken, said) => {
    expect(parseFlow(broken).problems[0]?.message).toContain(said)
  })

  it('reads what JSON.parse reads, and refuses what it refuses', () => {
    const almost = fc.oneof(
      fc.json(),
      fc.json().chain(json => fc.nat(json.length).map(at => json.slice(0, at) + json.slice(at + 1))),
    )
    fc.assert(
      fc.property(almost, json => {
        let valid = true
        try {
          JSON.parse(json)
        } catch {
          valid = false
        }
        expect(parseFlow(json).problems[0]?.code === 'E-JSON').toBe(!valid)
      }),
    )
  })

  it('ignores a byte order mark', () => {
    expect(parseFlow(`\uFEFF${text(example)}`).problems).toEqual([])
  })

  it.each([
    [[], 'one JSON object'],
    [{ name: 'x' }, 'the key `weir`'],
    [{ weir: '1' }, '`weir` should be the version of the document'],
    [{ weir: 0 }, '`weir` should be the version of the document'],
  ])('says that %j is not a flow', (document, said) => {
    const { flow, problems } = parsed(document)
    expect(flow).toBeNull()
    expect(problems[0]).toMatchObject({ code: 'E-FLOW-SHAPE', message: expect.stringContaining(said) as string })
  })

  it('says that a flow of a newer version needs a newer program', () => {
    const { flow, problems } = parsed({ weir: 7, whatever: true })
    expect(flow).toBeNull()
    expect(problems).toMatchObject([
      { code: 'E-FLOW-NEWER', message: expect.stringContaining('version 7, and this program reads up to 1') as string },
    ])
  })

  it.each([
    [{ weir: 1, nmae: 'x' }, 'nmae', 'name'],
    [withNode({ setings: {} }), 'setings', 'settings'],
    [withNode({ run: { retrys: 1 } }), 'retrys', 'retries'],
    [{ weir: 1, params: { p: { type: 'string', defualt: 'x' } } }, 'defualt', 'default'],
    [{ weir: 1, layout: { node: {} } }, 'node', 'nodes'],
    [{ weir: 1, edges: [{ from: 'a.b', to: 'a.b', form: 1 }] }, 'form', 'from'],
    [{ weir: 1, tests: [{ name: 'n', expect: { 'a.out': { row: [] } } }] }, 'row', 'rows'],
  ])('names an unknown key of %j and the nearest known one', (document, key, near) => {
    const unknown = parsed(document).problems.find(problem => problem.code === 'E-KEY-UNKNOWN')
    expect(unknown?.message).toContain(`\`${key}\``)
    expect(unknown?.hint).toBe(`did you mean \`${near}\`?`)
  })

  it('keeps an unknown key in the flow, so that saving loses nothing', () => {
    expect(parsed({ ...example, colour: 'red' }).flow).toMatchObject({ colour: 'red' })
  })

  it.each([
    [withNode({ version: 'one' }), '`nodes.a.version` should be a number, and is a text'],
    [withNode({ kind: null }), '`nodes.a.kind` should be a text, and is null'],
    [withNode({ settings: [] }), '`nodes.a.settings` should be an object, and is an empty list'],
    [
      withNode({ run: { onFailure: 'stop' } }),
      '`nodes.a.run.onFailure` should be `fail`, `skip` or `empty`, and is `stop`',
    ],
    [{ weir: 1, nodes: { a: {} } }, '`nodes.a.kind` is missing: it should be a text'],
    [{ weir: 1, edges: {} }, '`edges` should be a list, and is an object'],
    [
      { weir: 1, params: { p: { type: 'string', default: [] } } },
      '`params.p.default` should be a text, a number, true or false or null, and is an empty list',
    ],
  ])('names the path of a wrong type: %j', (document, said) => {
    const { flow, problems } = parsed(document)
    expect(flow).toBeNull()
    expect(problems[0]?.message).toContain(said)
  })

  it('puts what is wrong inside a node on that node', () => {
    expect(parsed(withNode({ version: 0 })).problems[0]).toMatchObject({ code: 'E-FLOW-SHAPE', node: 'a' })
  })

  it('warns of keys given twice and of numbers that lose digits', () => {
    const { problems } = parseFlow(
      '{"weir": 1, "nodes": {"a": {"kind": "x.y"},\n"a": {"kind": "x.z", "settings": {"n": 12345678901234567890}}}}',
    )
    expect(problems.map(problem => [problem.code, problem.node])).toEqual([
      ['E-KEY-TWICE', 'a'],
      ['W-NUMBER-DIGITS', 'a'],
    ])
    expect(problems[0]?.message).toContain('`nodes.a` is given twice at line 2, column 1')
  })

  it.each(['Orders', '1st', 'a-b', 'a.b', `a${'b'.repeat(63)}`, '__proto__', ''])('refuses the node id %j', id => {
    const flow = parseFlow(`{"weir":1,"nodes":{${JSON.stringify(id)}:{"kind":"x.y"}}}`)
    expect(flow.problems.map(problem => problem.code)).toEqual(['E-NODE-ID'])
  })

  it('refuses edges that do not join two ports of the flow', () => {
    const nodes = { orders: { kind: 'x.y' }, good: { kind: 'x.y' } }
    const edges = (...list: unknown[]) => parsed({ weir: 1, nodes, edges: list }).problems
    expect(edges({ from: 'orders', to: 'good.in' })[0]).toMatchObject({ code: 'E-EDGE-SHAPE' })
    expect(edges({ from: 'orders.out', to: 'good.' })[0]).toMatchObject({ code: 'E-EDGE-SHAPE' })
    expect(edges({ from: 'order.out', to: 'good.in' })[0]).toMatchObject({
      code: 'E-EDGE-NODE',
      hint: 'did you mean `orders`?',
    })
    const edge = { from: 'orders.out', to: 'good.in' }
    expect(edges(edge, edge).map(problem => problem.code)).toEqual(['E-EDGE-TWICE'])
  })

  it('keeps a node of a kind that nobody knows as it stood', () => {
    const { flow, problems } = parsed(withNode({ kind: 'from.later', version: 9, settings: { any: { thing: [1] } } }))
    expect(problems).toEqual([])
    expect(flow?.nodes.a).toEqual({ kind: 'from.later', version: 9, settings: { any: { thing: [1] } } })
  })

  it.each([
    [{ type: 'date', default: '2024-02-30' }, 'should be a day as YYYY-MM-DD, and is `2024-02-30`'],
    [{ type: 'integer', default: 1.5 }, 'should be a whole number, and is `1.5`'],
    [{ type: 'choice', choices: ['a', 'b'], default: 'c' }, 'should be one of `a`, `b`, and is `c`'],
    [{ type: 'choice' }, 'has no `choices`'],
  ])('refuses the parameter %j', (parameter, said) => {
    const { problems } = parsed({ weir: 1, params: { p: parameter } })
    expect(problems).toMatchObject([{ code: 'E-PARAM-VALUE', message: expect.stringContaining(said) as string }])
  })

  it('refuses names of parameters that could not be written in an expression', () => {
    expect(codes({ weir: 1, params: { 'first day': { type: 'date' } } })).toEqual(['E-PARAM-NAME'])
  })
})
