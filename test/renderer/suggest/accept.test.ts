import { describe, expect, test } from 'vitest'
import type { Editor } from '#renderer/store/editor.ts'
import { acceptRules } from '#renderer/suggest/accept.ts'
import { openEditor } from '../editor.ts'
import { catalogue } from '../kinds.ts'

const feed = { input: 'customers', from: { node: 'customers', port: 'out' } }
const rule = { id: 'known', kind: 'reference', columns: ['customer_id'], input: 'customers', inputColumns: ['id'] }
const other = { id: 'range', kind: 'range', columns: ['amount'], min: 0 }
const rows = { node: 'orders', port: 'out' }

const start = () => {
  const { document, session, actions, flow } = openEditor()
  const source = (path: string) => ({ kind: 'source.csv', version: 1, settings: { path } })
  document.getState().load({
    flow: { ...flow(), nodes: { orders: source('orders.csv'), customers: source('customers.csv') } },
    path: null,
    stamp: null,
    saved: null,
  })
  const editor = { document, session, actions, catalogue } as unknown as Editor
  return { editor, flow, undo: () => document.getState().undo() }
}

describe('a rule that looks into another source', () => {
  test('comes with an input and its edge, in one step', () => {
    const { editor, flow, undo } = start()
    acceptRules(editor, rows, [{ rule, feed }, { rule: other }])
    expect(flow().nodes.rules?.settings).toMatchObject({ inputs: ['customers'], rules: [rule, other] })
    expect(flow().edges).toEqual([
      { from: 'orders.out', to: 'rules.in' },
      { from: 'customers.out', to: 'rules.customers' },
    ])
    undo()
    expect(Object.keys(flow().nodes)).toEqual(['orders', 'customers'])
  })

  test('takes the input that a validator has for that source, and another name where its own is taken', () => {
    const { editor, flow, undo } = start()
    acceptRules(editor, rows, [{ rule, feed }])
    acceptRules(editor, rows, [{ rule: { ...rule, id: 'again' }, feed: { ...feed, input: 'crm' } }])
    expect(flow().nodes.rules?.settings).toMatchObject({ inputs: ['customers'], rules: [rule, { input: 'customers' }] })
    const fromOrders = { input: 'customers', from: { node: 'orders', port: 'reject' } }
    acceptRules(editor, rows, [{ rule: { ...rule, id: 'third' }, feed: fromOrders }])
    expect(flow().nodes.rules?.settings).toMatchObject({ inputs: ['customers', 'customers_'] })
    expect(flow().edges.at(-1)).toEqual({ from: 'orders.reject', to: 'rules.customers_' })
    undo()
    expect(flow().edges).toHaveLength(2)
  })
})
