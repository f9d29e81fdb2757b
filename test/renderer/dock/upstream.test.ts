import { describe, expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import { catalogue } from '#nodes/index.ts'
import { lookedAt, upstreamKey } from '#renderer/dock/upstream.ts'

const flow: Flow = {
  weir: 1,
  name: 'A',
  params: {},
  nodes: {
    a: { kind: 'source.csv', version: 1, settings: { path: 'a.csv' } },
    b: { kind: 'transform.filter', version: 1, settings: { where: 'x > 1' } },
    c: { kind: 'sink.csv', version: 1, settings: { path: 'c.csv' } },
  },
  edges: [
    { from: 'a.out', to: 'b.in' },
    { from: 'b.rest', to: 'c.in' },
  ],
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
}

const changed = (id: string, settings: Record<string, unknown>): Flow => ({
  ...flow,
  nodes: { ...flow.nodes, [id]: { ...flow.nodes[id]!, settings } },
})

describe('what the rows of a node depend on', () => {
  test('changes with a node before it', () => {
    expect(upstreamKey(changed('a', { path: 'other.csv' }), 'b')).not.toBe(upstreamKey(flow, 'b'))
  })

  test('stays the same when a node after it, a title or the layout changes', () => {
    const moved = { ...flow, layout: { ...flow.layout, nodes: { a: { x: 1, y: 1 } } } }
    const titled = { ...flow, nodes: { ...flow.nodes, a: { ...flow.nodes.a!, title: 'T' } } }
    for (const other of [changed('c', { path: 'd.csv' }), moved, titled])
      expect(upstreamKey(other, 'b')).toBe(upstreamKey(flow, 'b'))
  })
})

describe('the rows that are shown', () => {
  test('are of the first port, unless another is asked for', () => {
    expect(lookedAt(flow, catalogue, 'b', null)?.rows).toEqual({ node: 'b', port: 'match' })
    expect(lookedAt(flow, catalogue, 'b', 'rest')?.rows).toEqual({ node: 'b', port: 'rest' })
  })

  test('are those that come into a sink', () => {
    expect(lookedAt(flow, catalogue, 'c', null)).toEqual({ node: 'c', port: 'in', rows: { node: 'b', port: 'rest' } })
    expect(lookedAt({ ...flow, edges: [] }, catalogue, 'c', null)).toBeNull()
  })
})
