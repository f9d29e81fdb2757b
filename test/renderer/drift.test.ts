import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hostedEditor, until } from './host.ts'

const flow = `${JSON.stringify(
  {
    weir: 1,
    name: 'Orders',
    params: {},
    nodes: {
      orders: { kind: 'source.csv', version: 1, settings: { path: 'orders.csv' } },
      all: { kind: 'sink.csv', version: 1, settings: { path: 'all.csv' } },
      some: { kind: 'transform.filter', version: 1, settings: { where: "mail <> 'b'" } },
      out: { kind: 'sink.csv', version: 1, settings: { path: 'out.csv' } },
    },
    edges: [
      { from: 'orders.out', to: 'all.in' },
      { from: 'orders.out', to: 'some.in' },
      { from: 'some.match', to: 'out.in' },
    ],
    tests: [],
    layout: { nodes: {}, groups: [], notes: [] },
  },
  null,
  2,
)}\n`

/** An editor whose flow ran well once, and is opened again after its file has changed. */
const afterChange = async (csv: string) => {
  const editor = await hostedEditor({ 'orders.flow.json': flow, 'orders.csv': 'id,mail,qty\n1,a,1\n2,b,2\n' })
  const open = () => editor.files.getState().open(editor.path('orders.flow.json'))
  await open()
  await editor.run.getState().start()
  expect(editor.run.getState().status).toBe('succeeded')
  writeFileSync(editor.path('orders.csv'), csv)
  const drift = () => editor.facts.getState().problems.filter(({ code }) => code.endsWith('-DRIFT'))
  const checked = async () => {
    while (drift().length === 0) await editor.facts.getState().check()
  }
  return { ...editor, drift, checked }
}

test('A column that has another name now is a problem of its source, and a click gives all behind it the old one', async () => {
  const { actions, document, drift, checked, facts, run, path } = await afterChange('id,email,qty\n3,c,3\n4,b,4\n')
  await checked()
  expect(facts.getState().problems.map(({ code }) => code)).toContain('E-COLUMN-UNKNOWN')
  expect(drift()).toMatchObject([{ code: 'W-DRIFT', node: 'orders', fix: { title: 'Call it mail again' } }])
  const before = document.getState().flow
  actions.mend(drift()[0]!.fix!)
  const { nodes, edges } = document.getState().flow
  expect(nodes.select_columns?.settings).toEqual({ columns: [{ column: 'id' }, { column: 'email', as: 'mail' }] })
  expect(edges).toEqual([
    { from: 'orders.out', to: 'select_columns.in' },
    { from: 'select_columns.out', to: 'all.in' },
    { from: 'select_columns.out', to: 'some.in' },
    { from: 'some.match', to: 'out.in' },
  ])
  await until(() => facts.getState().problems.length === 0)
  await run.getState().start()
  expect(run.getState()).toMatchObject({ status: 'succeeded', problems: [] })
  expect(readFileSync(path('out.csv'), 'utf8')).toBe('id,mail,qty\n3,c,3\n')
  document.getState().undo()
  expect(document.getState().flow).toEqual(before)
})

test('A column of another type is read as before by a click, and what does not fit is flagged', async () => {
  const { actions, document, drift, checked, facts, run } = await afterChange('id,mail,qty\n3,c,many\n4,d,4\n')
  await checked()
  expect(drift()).toMatchObject([{ message: expect.stringContaining('`qty` was BIGINT and is VARCHAR') }])
  actions.mend(drift()[0]!.fix!)
  expect(document.getState().flow.nodes.orders?.settings.types).toEqual({ qty: 'BIGINT' })
  await until(() => facts.getState().problems.length === 0)
  await run.getState().start()
  expect(run.getState().report?.nodes.orders?.ports.out).toEqual({ rows: 2, flagged: 1 })
})

test('Once a run has ended well, the columns of now are no problem any more', async () => {
  const { drift, checked, run, facts } = await afterChange('id,mail,qty,note\n3,c,3,x\n')
  await checked()
  expect(drift()).toMatchObject([{ message: expect.stringContaining('`note` (VARCHAR) is new') }])
  await run.getState().start()
  await until(() => facts.getState().problems.length === 0)
})
