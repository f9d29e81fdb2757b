import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import { type Ran, staleNodes } from '#renderer/store/stale.ts'
import { hostedEditor, until } from './host.ts'

const flow = `${JSON.stringify(
  {
    weir: 1,
    name: 'Orders',
    params: { least: { type: 'integer', default: 2 } },
    nodes: {
      orders: { kind: 'source.csv', version: 1, settings: { path: 'orders.csv' } },
      many: { kind: 'transform.filter', version: 1, settings: { where: 'qty >= $least' } },
      out: { kind: 'sink.csv', version: 1, settings: { path: 'out.csv' } },
    },
    edges: [
      { from: 'orders.out', to: 'many.in' },
      { from: 'many.match', to: 'out.in' },
    ],
    tests: [],
    layout: { nodes: {}, groups: [], notes: [] },
  },
  null,
  2,
)}\n`

const opened = async () => {
  const editor = await hostedEditor({ 'orders.flow.json': flow, 'orders.csv': 'id,qty\n1,1\n2,2\n3,3\n' })
  await editor.files.getState().open(editor.path('orders.flow.json'))
  return editor
}

test('Columns of each port are known soon after a flow is opened, without running it', async () => {
  const { facts } = await opened()
  await until(() => facts.getState().checkedAt !== null)
  expect(facts.getState().problems).toEqual([])
  expect(facts.getState().nodes.many?.outputs.match?.columns.map(column => column.name)).toEqual(['id', 'qty'])
})

test('Nodes that a flow written by hand left without a place lie side by side, and the flow is not changed by that', async () => {
  const { document } = await opened()
  const { flow: shown, dirty } = document.getState()
  expect(Object.values(shown.layout.nodes).map(place => place.x)).toEqual([0, 236, 472])
  expect(dirty).toBe(false)
})

test('A problem of an edit is known soon after it, and gone when it is undone', async () => {
  const { facts, actions, document } = await opened()
  actions.set('many', ['where'], 'quantity > 1')
  await until(() => facts.getState().problems.some(problem => problem.node === 'many'))
  document.getState().undo()
  await until(() => facts.getState().problems.length === 0)
})

test('Of many edits in a row only the last one is checked, and facts that say the same stay the same', async () => {
  const { facts, actions, document } = await opened()
  await until(() => facts.getState().checkedAt !== null)
  const before = facts.getState().nodes.orders
  for (const text of ['q', 'qt', 'qty', 'qty > 2']) actions.set('many', ['where'], text, 'many.where')
  const { checkedAt } = facts.getState()
  await until(() => facts.getState().checkedAt !== checkedAt)
  expect(facts.getState().problems).toEqual([])
  expect(facts.getState().nodes.orders).toBe(before)
  expect(document.getState().entries.length).toBe(1)
})

test('A run tells the rows of each port, writes its sinks, and never touches the document', async () => {
  const { run, document, path } = await opened()
  const before = document.getState()
  await run.getState().start()
  expect(run.getState().status).toBe('succeeded')
  expect(run.getState().nodes.many?.ports?.match?.rows).toBe(2)
  expect(readFileSync(path('out.csv'), 'utf8')).toBe('id,qty\n2,2\n3,3\n')
  expect(document.getState()).toBe(before)
})

test('The values of this session are those of its runs, and are not saved', async () => {
  const { run, session, document } = await opened()
  session.getState().setParam('least', 3)
  await run.getState().start()
  expect(run.getState().nodes.many?.ports?.match?.rows).toBe(1)
  expect(document.getState().dirty).toBe(false)
})

test('A run that fails says why, and which node it was', async () => {
  const { run, actions } = await opened()
  actions.set('orders', ['path'], 'missing.csv')
  await run.getState().start()
  expect(run.getState().status).toBe('failed')
  expect(run.getState().problems[0]).toMatchObject({ node: 'orders', severity: 'error' })
})

test('After an edit what it touches and all behind it is stale, and an undo makes it fresh again', async () => {
  const { run, actions, document } = await opened()
  await run.getState().start()
  actions.set('many', ['where'], 'qty > 2')
  expect(Object.fromEntries(run.getState().stale)).toEqual({ many: 'settings', out: 'input' })
  actions.move(new Map([['orders', { x: 5, y: 5 }]]))
  expect(run.getState().stale.has('orders')).toBe(false)
  document.getState().goTo(0)
  expect(run.getState().stale.size).toBe(0)
})

test('A changed parameter makes the nodes that name it stale, with those behind them, and a renamed node none', async () => {
  const { document, actions } = await opened()
  const of = (flow: Flow, params = {}): Ran => ({ flow, params, stamps: {} })
  const ran = of(document.getState().flow)
  const stale = (params = {}) => Object.fromEntries(staleNodes(ran, of(document.getState().flow, params)))
  actions.rename('many', 'Large')
  expect(stale()).toEqual({})
  expect(stale({ least: 5 })).toEqual({ many: 'parameters', out: 'input' })
  actions.setParameter('least', { type: 'integer', default: 3 }, 'least')
  expect(stale()).toEqual({ many: 'parameters', out: 'input' })
})

test('A file that was changed makes its source stale, with what is behind it, and says so', async () => {
  const { run, facts, path } = await opened()
  await run.getState().start()
  await until(() => run.getState().ran?.stamps.orders !== undefined)
  expect(run.getState().stale.size).toBe(0)
  writeFileSync(path('orders.csv'), 'id,qty\n1,7\n')
  await facts.getState().check()
  expect(Object.fromEntries(run.getState().stale)).toEqual({ orders: 'files', many: 'input', out: 'input' })
})

test('What is taken away by an undo is no longer selected or shown', async () => {
  const { actions, session, document } = await opened()
  const id = actions.add('transform.sort', { x: 0, y: 0 })
  expect(session.getState()).toMatchObject({ selection: [id], shown: { node: id } })
  document.getState().undo()
  expect(session.getState()).toMatchObject({ selection: [], shown: null })
})
