import { describe, expect, test } from 'vitest'
import { catalogue } from '#nodes/index.ts'
import { withEdge } from '#renderer/store/graph-edits.ts'
import { addArrivals, isSource, withFile } from '#renderer/store/source-edits.ts'
import { openEditor } from './editor.ts'

const at = { x: 0, y: 0 }
const file = (kind: string, path: string, title = 'orders') => ({ kind, title, at, settings: { path } })

const flowWith = (...arrivals: ReturnType<typeof file>[]) => addArrivals(openEditor().empty, catalogue, arrivals)

describe('what comes in from outside', () => {
  test('is added in one go, each with an id and a title of its own', () => {
    const { flow, ids } = flowWith(file('source.csv', 'a/orders.csv'), file('source.json', 'b/orders.json'))
    expect(ids).toEqual(['orders', 'orders_2'])
    expect(Object.values(flow.nodes).map(node => node.title)).toEqual(['orders', 'orders 2'])
    expect(isSource(flow, catalogue, 'orders')).toBe(true)
  })

  test('gives a source another file, and leaves its other settings as they are', () => {
    const { flow } = flowWith({ ...file('source.csv', 'a.csv'), settings: { path: 'a.csv', header: true } as never })
    const next = withFile(flow, catalogue, 'orders', 'source.csv', { path: 'b.csv' })
    expect(typeof next !== 'string' && next.nodes.orders?.settings).toEqual({ path: 'b.csv', header: true })
  })

  test('swaps the kind where the format asks for one, with the settings that both know', () => {
    const settings = { path: 'a.csv', delimiter: ';', fileColumn: 'file', badCells: 'reject' }
    const { flow } = flowWith({ ...file('source.csv', 'a.csv'), settings })
    const next = withFile(flow, catalogue, 'orders', 'source.json', { path: 'b.json' })
    expect(typeof next !== 'string' && next.nodes.orders).toMatchObject({
      kind: 'source.json',
      title: 'orders',
      settings: { path: 'b.json', fileColumn: 'file', badCells: 'reject' },
    })
    expect(typeof next !== 'string' && next.nodes.orders?.settings).not.toHaveProperty('delimiter')
  })

  test('says why a kind cannot be swapped: an edge leaves a port that the other kind has not', () => {
    const { flow } = flowWith(file('source.csv', 'a.csv'), file('transform.union', '', 'all'))
    const wired = withEdge(flow, { from: 'orders.reject', to: 'all.in' })
    expect(withFile(wired, catalogue, 'orders', 'source.parquet', { path: 'b.parquet' })).toContain('its port reject')
    expect(typeof withFile(wired, catalogue, 'orders', 'source.json', { path: 'b.json' })).toBe('object')
  })
})

test('replacing a file is one step to undo, with a name', () => {
  const { actions, document, flow } = openEditor()
  actions.bring('Read orders', [{ kind: 'source.csv', title: 'orders', settings: { path: 'a.csv' }, at }])
  expect(actions.replaceFile('orders', 'source.csv', { path: 'b.csv' })).toBeNull()
  expect(document.getState().entries.map(entry => entry.label)).toEqual(['Read orders', 'Replace the file of orders'])
  document.getState().undo()
  expect(flow().nodes.orders?.settings).toEqual({ path: 'a.csv' })
  document.getState().redo()
  expect(flow().nodes.orders?.settings).toEqual({ path: 'b.csv' })
})
