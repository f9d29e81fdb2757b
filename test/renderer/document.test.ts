import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openEditor } from './editor.ts'

type Editor = ReturnType<typeof openEditor>

const at = { x: 10, y: 20 }
const end = (node: string, port: string) => ({ node, port })

/** A flow of four nodes in a row. */
const chain = () => {
  const editor = openEditor()
  const { actions } = editor
  actions.add('source.csv', at)
  actions.add('transform.filter', { x: 246, y: 20 })
  actions.add('transform.sort', { x: 482, y: 20 })
  actions.add('sink.csv', { x: 718, y: 20 })
  actions.connect(end('csv', 'out'), end('filter', 'in'))
  actions.connect(end('filter', 'match'), end('sort', 'in'))
  actions.connect(end('sort', 'out'), end('csv_2', 'in'))
  return editor
}

const gestures: Readonly<Record<string, (editor: Editor) => unknown>> = {
  'adding a node': ({ actions }) => actions.add('transform.union', at),
  'adding a node wired to another': ({ actions }) =>
    actions.add('transform.sort', at, { after: end('filter', 'rest') }),
  'adding a node on an edge': ({ actions, flow }) => actions.add('transform.sort', at, { onEdge: flow().edges[0]! }),
  'connecting two ports': ({ actions }) =>
    actions.connect(end('filter', 'rest'), end(actions.add('transform.union', at), 'in')),
  'deleting a node': ({ actions }) => actions.remove({ nodes: ['filter'] }),
  'deleting an edge': ({ actions }) => actions.remove({ edges: ['csv.out>filter.in'] }),
  'duplicating nodes': ({ actions }) => actions.duplicate(['filter', 'sort']),
  'pasting nodes': ({ actions }) => actions.paste(actions.copy(['csv', 'filter']), { x: 0, y: 300 }),
  'renaming a node': ({ actions }) => actions.rename('filter', 'Paid orders'),
  'describing a node': ({ actions }) => actions.describe('filter', 'Those that are paid'),
  'changing a setting': ({ actions }) => actions.set('filter', ['where'], 'amount > 0'),
  'disabling nodes': ({ actions }) => actions.setDisabled(['filter', 'sort'], true),
  'bypassing a node': ({ actions }) => actions.setBypass(['filter'], true),
  'moving nodes': ({ actions }) =>
    actions.move(
      new Map([
        ['filter', { x: 1, y: 2 }],
        ['sort', { x: 3, y: 4 }],
      ]),
    ),
  'adding a note': ({ actions }) => actions.addNote(at),
  'adding a group': ({ actions }) => actions.addGroup(['filter'], { ...at, width: 200, height: 100 }),
  'renaming the flow': ({ actions }) => actions.renameFlow('Daily orders'),
  'adding a parameter': ({ actions }) => actions.setParameter('since', { type: 'date', default: '2024-01-01' }),
}

describe.each(Object.entries(gestures))('%s', (_, gesture) => {
  test('is undone to the same bytes, and redone to the same bytes', () => {
    const editor = chain()
    const before = editor.bytes()
    const steps = editor.document.getState().entries.length
    gesture(editor)
    const after = editor.bytes()
    expect(after).not.toBe(before)
    editor.document.getState().goTo(steps)
    expect(editor.bytes()).toBe(before)
    editor.document.getState().goTo(editor.document.getState().entries.length)
    expect(editor.bytes()).toBe(after)
  })

  test('has a name in the history', () => {
    const editor = chain()
    gesture(editor)
    expect(editor.document.getState().entries.at(-1)?.label).toMatch(/^[A-Z].* \S/)
  })
})

test('Undoing all of any sequence of gestures gives the first bytes back, and redoing all the last ones', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...Object.values(gestures)), { minLength: 1, maxLength: 12 }), sequence => {
      const editor = chain()
      const start = editor.document.getState().position
      const before = editor.bytes()
      for (const gesture of sequence)
        if ('filter' in editor.flow().nodes && editor.flow().edges.length > 0) gesture(editor)
      const after = editor.bytes()
      editor.document.getState().goTo(start)
      expect(editor.bytes()).toBe(before)
      editor.document.getState().goTo(Number.POSITIVE_INFINITY)
      expect(editor.bytes()).toBe(after)
      editor.document.getState().goTo(0)
      expect(editor.flow()).toEqual(editor.empty)
    }),
    { numRuns: 60 },
  )
})

test('Typing in one field is one step, typing in another is another, and a pause begins a new one', () => {
  const { document, actions, clock, flow } = chain()
  const steps = document.getState().entries.length
  for (const [index, text] of ['a', 'am', 'amo'].entries()) {
    clock.now = index * 100
    actions.set('filter', ['where'], text, 'filter.where')
  }
  expect(document.getState().entries.length).toBe(steps + 1)
  actions.set('csv', ['path'], 'o', 'csv.path')
  expect(document.getState().entries.length).toBe(steps + 2)
  clock.now = 60_000
  actions.set('csv', ['path'], 'or', 'csv.path')
  expect(document.getState().entries.length).toBe(steps + 3)
  document.getState().goTo(steps)
  expect(flow().nodes.filter?.settings.where).toBeUndefined()
})

test('A mark ends a gesture, so that the same field typed in again is a step of its own', () => {
  const { document, actions } = chain()
  actions.set('filter', ['where'], 'a', 'filter.where')
  const steps = document.getState().entries.length
  document.getState().mark()
  actions.set('filter', ['where'], 'ab', 'filter.where')
  expect(document.getState().entries.length).toBe(steps + 1)
})

test('Typing that comes back to where it began leaves no step behind', () => {
  const { document, actions } = chain()
  actions.set('filter', ['where'], 'a')
  const steps = document.getState().entries.length
  actions.set('filter', ['where'], 'ab', 'filter.where')
  actions.set('filter', ['where'], 'a', 'filter.where')
  expect(document.getState().entries.length).toBe(steps)
})

test('A drag is followed at once, is one step when it ends, and is gone when it is cancelled', () => {
  const { document, actions, flow } = chain()
  const steps = document.getState().entries.length
  actions.drag(new Map([['filter', { x: 50, y: 50 }]]))
  actions.drag(new Map([['filter', { x: 90, y: 90 }]]))
  expect(flow().layout.nodes.filter).toEqual({ x: 90, y: 90 })
  expect(document.getState().entries.length).toBe(steps)
  document.getState().cancel()
  expect(flow().layout.nodes.filter).toEqual({ x: 246, y: 20 })
  actions.drag(new Map([['filter', { x: 90, y: 90 }]]))
  actions.move(new Map([['filter', { x: 100, y: 100 }]]))
  expect(document.getState().entries.length).toBe(steps + 1)
  document.getState().undo()
  expect(flow().layout.nodes.filter).toEqual({ x: 246, y: 20 })
})

test('Moving a node touches the layout alone', () => {
  const { actions, flow } = chain()
  const before = flow()
  actions.move(new Map([['filter', { x: 5, y: 5 }]]))
  expect(flow().nodes).toBe(before.nodes)
  expect(flow().edges).toBe(before.edges)
})

test('A flow is unsaved while it differs from what was saved, whichever way it got there', () => {
  const { document, actions, flow } = chain()
  document.getState().markSaved(flow(), '/orders.flow.json', 's1')
  expect(document.getState().dirty).toBe(false)
  actions.rename('filter', 'Paid')
  expect(document.getState().dirty).toBe(true)
  document.getState().undo()
  expect(document.getState().dirty).toBe(false)
  document.getState().undo()
  expect(document.getState().dirty).toBe(true)
})

test('The history survives saving', () => {
  const { document, flow, bytes, empty } = chain()
  document.getState().markSaved(flow(), '/orders.flow.json', 's1')
  document.getState().goTo(0)
  expect(flow()).toEqual(empty)
  document.getState().goTo(Number.POSITIVE_INFINITY)
  expect(document.getState().dirty).toBe(false)
  expect(bytes()).toBe(JSON.stringify(document.getState().saved))
})

test('A new edit after an undo forgets what could have been redone', () => {
  const { document, actions } = chain()
  document.getState().undo()
  actions.rename('filter', 'Paid')
  document.getState().redo()
  expect(document.getState().entries.at(-1)?.label).toBe('Rename to Paid')
})

test('An edit that changes nothing is no step', () => {
  const { document, actions } = chain()
  const steps = document.getState().entries.length
  actions.set('filter', ['where'], undefined)
  actions.move(new Map([['filter', { x: 246, y: 20 }]]))
  expect(document.getState().entries.length).toBe(steps)
})
