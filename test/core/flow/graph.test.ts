import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cycles, downstream, graphOf, leftOut, topologicalOrder, upstream, wouldCycle } from '#core/flow/graph.ts'
import type { Flow, FlowNode } from '#core/flow/types.ts'

const node: FlowNode = { kind: 'x.y', version: 1, settings: {} }

const flow = (ids: string, edges: string, disabled = ''): Flow => ({
  weir: 1,
  name: '',
  params: {},
  nodes: Object.fromEntries([...ids].map(id => [id, disabled.includes(id) ? { ...node, disabled: true } : node])),
  edges: edges
    .split(' ')
    .filter(edge => edge !== '')
    .map(edge => ({ from: `${edge[0]}.out`, to: `${edge[1]}.in` })),
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
})
const graph = (ids: string, edges: string) => graphOf(flow(ids, edges))

describe('the graph of a flow', () => {
  it('knows the edges of a node and of a port, and skips edges that lead nowhere', () => {
    const of = graph('abc', 'ac bc xc')
    expect(of.into('c').map(link => link.from.node)).toEqual(['a', 'b'])
    expect(of.into('c', 'other')).toEqual([])
    expect(of.outOf('a', 'out').map(link => link.index)).toEqual([0])
  })

  it('orders nodes after their inputs', () => {
    expect(topologicalOrder(graph('dcba', 'ab bc bd'))).toEqual(['a', 'b', 'd', 'c'])
  })

  it('orders any graph without cycles whole, each node after its inputs', () => {
    const ids = 'abcdefgh'
    const forward = fc
      .tuple(fc.nat(7), fc.nat(7))
      .filter(([a, b]) => a < b)
      .map(([a, b]) => `${ids[a]}${ids[b]}`)
    fc.assert(
      fc.property(fc.uniqueArray(forward), fc.shuffledSubarray([...ids], { minLength: 8 }), (edges, shuffled) => {
        const order = topologicalOrder(graph(shuffled.join(''), edges.join(' ')))
        expect(order.toSorted()).toEqual([...ids])
        for (const [from, to] of edges) expect(order.indexOf(from!)).toBeLessThan(order.indexOf(to!))
      }),
    )
  })

  it('leaves nodes on a cycle and after it out of the order', () => {
    expect(topologicalOrder(graph('abcd', 'ab bc cb cd'))).toEqual(['a'])
  })

  it('names each cycle once, as a path back to its node', () => {
    expect(cycles(graph('abcdef', 'ab bc cb de ee'))).toEqual([
      ['b', 'c', 'b'],
      ['e', 'e'],
    ])
    expect(cycles(graph('abc', 'ab bc'))).toEqual([])
  })

  it('says of any graph that there is a cycle where there is no whole order', () => {
    const edge = fc.tuple(fc.constantFrom(...'abcdef'), fc.constantFrom(...'abcdef')).map(pair => pair.join(''))
    fc.assert(
      fc.property(fc.uniqueArray(edge), edges => {
        const of = graph('abcdef', edges.join(' '))
        const found = cycles(of)
        expect(found.length > 0).toBe(topologicalOrder(of).length < 6)
        for (const path of found) {
          expect(path[0]).toBe(path.at(-1))
          path.slice(1).forEach((to, i) => void expect(edges).toContain(`${path[i]}${to}`))
        }
      }),
    )
  })

  it('knows what lies before and after a node', () => {
    const of = graph('abcde', 'ab bc bd')
    expect([...downstream(of, ['b'])]).toEqual(['c', 'd'])
    expect([...upstream(of, ['d'])]).toEqual(['b', 'a'])
  })

  it('knows whether an edge would close a cycle', () => {
    const of = graph('abc', 'ab bc')
    expect(wouldCycle(of, 'c', 'a')).toBe(true)
    expect(wouldCycle(of, 'a', 'a')).toBe(true)
    expect(wouldCycle(of, 'a', 'c')).toBe(false)
  })

  it('leaves out disabled nodes and what hangs on them alone', () => {
    const of = flow('abcde', 'ab bc dc be', 'b')
    expect([...leftOut(of, graphOf(of))].toSorted()).toEqual(['b', 'e'])
  })
})
