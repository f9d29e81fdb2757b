import { ReactFlowProvider } from '@xyflow/react'
import { createElement, type FunctionComponent } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { edgeLabel } from '#renderer/canvas/edge-label.ts'
import { NodeCard } from '#renderer/canvas/NodeCard.tsx'
import { qualityOf, uncountedOf } from '#renderer/canvas/node-state.ts'
import { Figures } from '#renderer/inspector/Figures.tsx'
import { Ports } from '#renderer/inspector/Ports.tsx'
import type { Editor } from '#renderer/store/editor.ts'
import { EditorContext } from '#renderer/store/use-editor.ts'
import { hostedEditor, until } from './host.ts'

const node = (kind: string, settings: Record<string, unknown> = {}) => ({ kind, version: 1, settings })

const edge = (text: string) => {
  const [from, to] = text.split(' ')
  return { from, to }
}

const rules = [
  { id: 'there', kind: 'not_null', columns: ['k'] },
  { id: 'small', kind: 'range', columns: ['v'], max: 5, severity: 'warning' },
]

const flow = `${JSON.stringify({
  weir: 1,
  name: 'Figures',
  params: {},
  nodes: {
    orders: node('source.csv', { path: 'orders.csv', types: { id: 'INTEGER', k: 'VARCHAR', v: 'INTEGER' } }),
    names: node('source.inline', {
      columns: [
        { name: 'k', type: 'VARCHAR' },
        { name: 'n', type: 'INTEGER' },
      ],
      rows: [
        ['a', '1'],
        ['a', '2'],
        ['z', '3'],
      ],
    }),
    check: node('validate.rules', { rules }),
    joined: node('transform.join', { type: 'left', keys: [{ left: 'k', right: 'k' }] }),
    near: node('transform.join', { condition: 'left.v < right.n' }),
    groups: node('transform.aggregate', { keys: ['k'], measures: [{ name: 'n', function: 'count' }] }),
    asked: node('transform.sql', { inputs: ['t'], sql: ['SELECT k FROM t'] }),
    bad: node('sink.csv', { path: 'bad.csv' }),
    a: node('sink.csv', { path: 'a.csv' }),
    b: node('sink.csv', { path: 'b.csv' }),
  },
  edges: [
    'orders.out check.in',
    'check.pass joined.left',
    'names.out joined.right',
    'joined.out groups.in',
    'groups.out a.in',
    'check.reject bad.in',
    'check.pass near.left',
    'names.out near.right',
    'near.out b.in',
    'check.out asked.t',
  ].map(edge),
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
})}\n`

const orders = 'id,k,v\n1,a,1\n2,b,9\n3,,2\n4,a,3\n5,c,4,surplus\n6,b,2\n'

// icons are read by a browser's parser, and none of these tests is about them
class NoShapes {
  parseFromString() {
    return { documentElement: { attributes: [], children: [] } }
  }
}
vi.stubGlobal('DOMParser', NoShapes)

/** The flow as it was run, and what the editor draws of a node then. */
const ran = async () => {
  const opened = await hostedEditor({ 'f.flow.json': flow, 'orders.csv': orders })
  await opened.files.getState().open(opened.path('f.flow.json'))
  await until(() => opened.facts.getState().checkedAt !== null)
  await opened.run.getState().start()
  expect(opened.run.getState().problems).toEqual([])
  expect(opened.run.getState().status).toBe('succeeded')
  // a static drawing reads what stores began with
  const now = <T extends { getState(): unknown }>(store: T): T => ({ ...store, getInitialState: store.getState })
  const editor: Editor = {
    ...opened,
    document: now(opened.document),
    session: now(opened.session),
    facts: now(opened.facts),
    run: now(opened.run),
  }
  const drawn = (component: FunctionComponent<{ id: string }>, id: string): string => {
    const within = createElement(EditorContext, { value: editor }, createElement(component, { id }))
    return renderToStaticMarkup(createElement(ReactFlowProvider, null, within))
  }
  const cardOf = (id: string) => drawn(NodeCard as unknown as FunctionComponent<{ id: string }>, id)
  return { drawn, cardOf }
}

const words = (markup: string): string =>
  markup
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const barOf = (markup: string) => /class="ui-quality[^"]*"[^>]*aria-label="([^"]*)"/.exec(markup)?.[1]

test('A card says the rows at each of its ports, and divides its bar by them', async () => {
  const { cardOf } = await ran()
  expect(words(cardOf('orders'))).toContain('rows 5')
  expect(words(cardOf('orders'))).toContain('reject 1')
  expect(barOf(cardOf('orders'))).toBe('clean 5, flagged 0, rejected 1, critical 0')
  expect(words(cardOf('check'))).toMatch(/out 5 .*pass 4 .*reject 1/)
  expect(barOf(cardOf('check'))).toBe('clean 3, flagged 1, rejected 1, critical 0')
  expect(words(cardOf('joined'))).toMatch(/out 6 .*left only 2 .*right only 1/)
  expect(barOf(cardOf('joined'))).toBe('clean 5, flagged 1, rejected 0, critical 0')
  expect(barOf(cardOf('groups'))).toBe('clean 1, flagged 1, rejected 0, critical 0')
  expect(barOf(cardOf('a'))).toBe('clean 1, flagged 1, rejected 0, critical 0')
  expect(barOf(cardOf('bad'))).toBe('clean 0, flagged 0, rejected 1, critical 0')
})

test('The inspector divides the rows of a validator, and says what a source read', async () => {
  const { drawn } = await ran()
  expect(words(drawn(Figures, 'check'))).toContain('Clean 3 60.0 % Flagged, pass 1 20.0 % Rejected 1 20.0 %')
  expect(words(drawn(Figures, 'orders'))).toMatch(/^6 rows read .*Clean 5 83.3 % Flagged 0 0.0 % Rejected 1 16.7 %/)
  expect(words(drawn(Figures, 'names'))).not.toContain('Clean')
})

test('The inspector says of a join what matched on each side, what did not, and how rows multiplied', async () => {
  const { drawn } = await ran()
  const figures = words(drawn(Figures, 'joined'))
  expect(figures).toContain('Matched Only here Fan-out Left 2 2 × 2 Right 2 1 × 2')
  expect(words(drawn(Figures, 'groups'))).toContain('Groups of 6 rows')
})

test('What was not counted is a dash that says so', async () => {
  const { cardOf, drawn } = await ran()
  const figures = drawn(Figures, 'near')
  expect(words(figures)).toMatch(/Left – not counted – not counted .*Right – not counted – not counted/)
  expect(figures).toContain('title="Not counted: a count would cost a second run"')
  expect(words(cardOf('near'))).toMatch(/left only not counted .*right only not counted/)
})

test('Each port of the inspector has its rows, and how many of them are flagged', async () => {
  const { drawn } = await ran()
  expect(words(drawn(Ports, 'check'))).toMatch(/in from CSV out 5 out 2 flagged 5 pass 1 flagged 4 reject 1 flagged 1$/)
  expect(words(drawn(Ports, 'joined'))).toMatch(/left from Rules pass 1 flagged 4 right from .* 3 out 1 flagged 6/)
})

test('An edge says its rows and their flags, in three digits where there is no room, and a dash where nobody counted', () => {
  const from = { status: 'ran' as const }
  const wide = { stale: false, narrow: false }
  expect(edgeLabel(from, { rows: 1482896, flagged: 12 }, wide)).toEqual({
    text: '1,482,896',
    title: '1,482,896 rows, 12 flagged',
  })
  expect(edgeLabel(from, { rows: 1482896 }, { stale: true, narrow: true })).toEqual({
    text: '1.48 M',
    title: '1,482,896 rows at the last run, edited since',
  })
  expect(edgeLabel(from, { rows: 3, flagged: null }, wide)?.title).toBe('3 rows, flagged ones not counted')
  expect(edgeLabel(from, { rows: null }, wide)).toEqual({
    text: '–',
    title: 'Not counted: a count would cost a second run',
  })
  expect(edgeLabel({ status: 'running' }, { rows: null }, wide)).toBeNull()
  expect(edgeLabel(undefined, undefined, wide)).toBeNull()
})

test('A bar whose flags were not counted shows none, and says why', () => {
  const ports = { inputs: [{ name: 'in' }], outputs: [{ name: 'out' }] }
  const run = { status: 'ran' as const, ports: { out: { rows: 3, flagged: null } } }
  expect(qualityOf(run, ports, undefined, false)).toBeNull()
  expect(uncountedOf(run, ports)).toBe('Flagged rows were not counted')
  expect(uncountedOf({ status: 'ran', ports: { out: { rows: null } } }, ports)).toBe('Rows were not counted')
  expect(uncountedOf({ status: 'ran', ports: { out: { rows: 3 } } }, ports)).toBeNull()
  expect(uncountedOf({ status: 'waiting' }, ports)).toBeNull()
})

test('A card says where flags stop', async () => {
  const { cardOf } = await ran()
  expect(cardOf('asked')).toContain('title="A query does not carry flags')
  expect(cardOf('groups')).not.toContain('carry flags')
})
