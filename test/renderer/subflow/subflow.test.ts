import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseFlow } from '#core/flow/parse.ts'
import { catalogue } from '#nodes/index.ts'
import { canvasApi } from '#renderer/canvas/canvas-api.ts'
import { collapse } from '#renderer/subflow/collapse.ts'
import { enterSubflow, leaveSubflow } from '#renderer/subflow/enter.ts'
import { makeSubflow } from '#renderer/subflow/make.ts'
import { besideFlow, stemOf } from '#renderer/subflow/paths.ts'
import { hostedEditor, until } from '../host.ts'

const nodes = {
  orders: {
    kind: 'source.inline',
    version: 1,
    settings: {
      columns: [
        { name: 'id', type: 'BIGINT' },
        { name: 'amount', type: 'DECIMAL(8,2)' },
      ],
      rows: [
        [1, '5'],
        [2, '20'],
        [3, null],
      ],
    },
  },
  large: { kind: 'transform.filter', version: 1, settings: { where: 'amount >= $least or amount is null' } },
  check: {
    kind: 'validate.rules',
    version: 1,
    settings: { rules: [{ id: 'there', kind: 'not_null', columns: ['amount'] }] },
  },
  good: { kind: 'transform.sort', version: 1, settings: { by: [{ column: 'id' }] } },
  both: { kind: 'transform.union', version: 1, settings: {} },
}

const document = {
  weir: 1,
  name: 'Orders',
  params: { least: { type: 'integer', default: 10 }, other: { type: 'string', default: 'x' } },
  nodes,
  edges: [
    { from: 'orders.out', to: 'large.in' },
    { from: 'large.match', to: 'check.in' },
    { from: 'check.pass', to: 'good.in' },
    { from: 'good.out', to: 'both.in' },
    { from: 'check.reject', to: 'both.in' },
  ],
  layout: {
    nodes: Object.fromEntries(Object.keys(nodes).map((id, i) => [id, { x: i * 240, y: 0 }])),
    groups: [],
    notes: [{ id: 'note_1', text: 'inside', x: 250, y: 10, width: 80, height: 40 }],
  },
}

const text = `${JSON.stringify(document, null, 2)}\n`
const openOrders = async () => {
  const editor = await hostedEditor({ 'orders.flow.json': text })
  await editor.files.getState().open(editor.path('orders.flow.json'))
  await editor.facts.getState().check()
  return editor
}

const rowsOf = async ({ client, current }: Awaited<ReturnType<typeof openOrders>>, node: string) => {
  const page = await client.call('page', { document: current(), node, offset: 0, limit: 50 })
  return page.rows
}

test('A selection becomes a flow beside the open one, with ports for the edges that crossed its border', async () => {
  const editor = await openOrders()
  const before = await rowsOf(editor, 'both')
  const undone = editor.document.getState().flow
  editor.session.getState().select({ selection: ['large', 'check'] })
  expect(await makeSubflow(editor)).toBe(true)
  const { flow } = editor.document.getState()
  expect(Object.keys(flow.nodes)).toEqual(['orders', 'good', 'both', 'subflow'])
  expect(flow.nodes.subflow?.settings).toEqual({
    path: 'orders.subflow.flow.json',
    params: { least: '${least}' },
    inputs: ['orders'],
    outputs: ['pass', 'reject'],
  })
  expect(flow.edges).toEqual([
    { from: 'orders.out', to: 'subflow.orders' },
    { from: 'subflow.pass', to: 'good.in' },
    { from: 'good.out', to: 'both.in' },
    { from: 'subflow.reject', to: 'both.in' },
  ])
  const inner = parseFlow(readFileSync(editor.path('orders.subflow.flow.json'), 'utf8')).flow!
  expect(Object.keys(inner.params)).toEqual(['least'])
  expect(inner.nodes.orders).toMatchObject({
    kind: 'source.input',
    settings: {
      name: 'orders',
      columns: [
        { name: 'id', type: 'BIGINT' },
        { name: 'amount', type: 'DECIMAL(8,2)' },
      ],
    },
  })
  expect(inner.edges).toContainEqual({ from: 'check.reject', to: 'reject.in' })
  expect(inner.layout.notes).toMatchObject([{ text: 'inside' }])
  await editor.facts.getState().check()
  expect(editor.facts.getState().problems).toEqual([])
  expect(await rowsOf(editor, 'both')).toEqual(before)
  editor.document.getState().undo()
  expect(editor.document.getState().flow).toEqual(undone)
})

test('A selection that writes, or that rows would go through in a circle, stays as it is, and the reason is said', async () => {
  const editor = await openOrders()
  const { flow } = editor.document.getState()
  const of = (...ids: string[]) =>
    collapse({ flow, catalogue, facts: editor.facts.getState().nodes, ids: new Set(ids), gone: new Set() }, 'p', 'Part')
  expect(of('large', 'good')).toMatch(/^Rules lies between/)
  editor.actions.add('sink.csv', { x: 0, y: 300 })
  editor.session.getState().select({ selection: ['csv_file'] })
  expect(await makeSubflow(editor)).toBe(false)
  expect(editor.files.getState().notice?.text).toMatch(/writes, and stays outside/)
})

test('What was changed while its file was written is not lost, and the selection stays', async () => {
  const editor = await openOrders()
  editor.session.getState().select({ selection: ['check'] })
  const call: typeof editor.client.call = async (name, ...input) => {
    const answer = await editor.client.call(name, ...input)
    if (name === 'save') editor.actions.rename('good', 'Typed meanwhile')
    return answer
  }
  expect(await makeSubflow({ ...editor, client: { ...editor.client, call } })).toBe(false)
  const { flow } = editor.document.getState()
  expect(flow.nodes.good?.title).toBe('Typed meanwhile')
  expect(Object.keys(flow.nodes)).toContain('check')
  expect(editor.files.getState().notice?.text).toMatch(/changed meanwhile/)
})

test('A subflow is opened and left again, and what was in view and unsaved inside is not lost', async () => {
  const editor = await openOrders()
  editor.session.getState().select({ selection: ['check'] })
  await makeSubflow(editor)
  const leaving = enterSubflow(editor, 'subflow')
  await until(() => editor.files.getState().leaving !== null)
  editor.files.getState().leaving?.('save')
  expect(await leaving).toBe(true)
  expect(editor.document.getState().path).toBe(editor.path('orders.subflow.flow.json'))
  expect(editor.files.getState().trail).toMatchObject([{ name: 'Orders', node: 'subflow' }])
  editor.actions.rename('check', 'Judge')
  const back = leaveSubflow(editor, 0)
  await until(() => editor.files.getState().leaving !== null)
  editor.files.getState().leaving?.('cancel')
  expect(await back).toBe(false)
  expect(editor.document.getState().flow.nodes.check?.title).toBe('Judge')
  expect(editor.files.getState().trail).toHaveLength(1)
  const again = leaveSubflow(editor, 0)
  await until(() => editor.files.getState().leaving !== null)
  editor.files.getState().leaving?.('save')
  expect(await again).toBe(true)
  expect(editor.document.getState().flow.name).toBe('Orders')
  expect(editor.session.getState().selection).toEqual(['subflow'])
  expect(editor.files.getState().trail).toEqual([])
  expect(readFileSync(editor.path('orders.subflow.flow.json'), 'utf8')).toContain('Judge')
  canvasApi.setState({ next: null })
})

test('A path in a flow is meant from its folder, on either kind of system', () => {
  expect(besideFlow('parts/a.json', '/work/orders.flow.json')).toBe('/work/parts/a.json')
  expect(besideFlow('/other/a.json', '/work/orders.flow.json')).toBe('/other/a.json')
  expect(besideFlow('parts\\a.json', 'C:\\work\\orders.flow.json')).toBe('C:\\work\\parts\\a.json')
  expect(besideFlow('D:\\a.json', 'C:\\work\\orders.flow.json')).toBe('D:\\a.json')
  expect(stemOf('/work/orders.flow.json')).toBe('orders')
})
