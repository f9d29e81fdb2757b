import { expect, test } from 'vitest'
import { hiddenIn } from '#renderer/canvas/groups.ts'
import { blocksOf } from '#renderer/inspector/markdown.ts'
import { openEditor } from './editor.ts'
import { catalogue } from './kinds.ts'

const framed = () => {
  const editor = openEditor()
  editor.actions.add('transform.filter', { x: 20, y: 40 })
  editor.actions.add('transform.sort', { x: 1000, y: 40 })
  editor.actions.addNote({ x: 210, y: 40 })
  const group = editor.actions.addGroup(['filter'], { x: 0, y: 0, width: 400, height: 240 })
  return { ...editor, group, hidden: () => [...hiddenIn(editor.flow(), catalogue).keys()] }
}

test('A collapsed group hides the cards and notes that lie in it, and opening it is one step back', () => {
  const { actions, document, group, hidden } = framed()
  expect(hidden()).toEqual([])
  actions.setGroup(group, { collapsed: true })
  expect(hidden()).toEqual(['filter', 'note:note_1'])
  document.getState().undo()
  expect(hidden()).toEqual([])
})

test('A collapsed group opens where something comes into it, so that nothing vanishes', () => {
  const { actions, flow, group, hidden } = framed()
  actions.setGroup(group, { collapsed: true })
  actions.rename('filter', 'Large')
  expect(flow().layout.groups[0]?.collapsed).toBe(true)
  actions.drag(new Map([['sort', { x: 100, y: 60 }]]))
  actions.move(new Map([['sort', { x: 100, y: 60 }]]))
  expect(hidden()).toEqual([])
  expect(flow().layout.groups[0]).toEqual({ id: group, title: 'Group', x: 0, y: 0, width: 400, height: 240 })
})

test('A group takes its colour in the order of the document, and grey is none', () => {
  const { actions, flow, group } = framed()
  actions.setGroup(group, { color: 'blue' })
  expect(Object.keys(flow().layout.groups[0] ?? {})).toEqual(['id', 'title', 'color', 'x', 'y', 'width', 'height'])
  actions.setGroup(group, { color: null })
  expect(flow().layout.groups[0]).not.toHaveProperty('color')
})

test('A group is copied with what lies in it, under ids of its own, in one step', () => {
  const { actions, document, flow, group, session } = framed()
  const before = flow()
  actions.paste(actions.copy([], [`group:${group}`]), { x: 0, y: 500 })
  expect(Object.keys(flow().nodes)).toEqual(['filter', 'sort', 'filter_2'])
  expect(flow().layout.nodes.filter_2).toEqual({ x: 20, y: 540 })
  expect(flow().layout.groups[1]).toMatchObject({ id: 'group_2', x: 0, y: 500 })
  expect(flow().layout.notes[1]).toMatchObject({ id: 'note_2', x: 210, y: 540 })
  expect(session.getState().items).toEqual(['group:group_2', 'note:note_2'])
  document.getState().undo()
  expect(flow()).toEqual(before)
})

test('A note alone is copied as readable JSON', () => {
  const { actions, flow } = framed()
  actions.paste(actions.copy([], ['note:note_1']), null)
  expect(flow().layout.notes.map(note => note.id)).toEqual(['note_1', 'note_2'])
  expect(Object.keys(flow().nodes)).toHaveLength(2)
})

test('Resizing by the upper left corner moves the corner, too', () => {
  const { actions, flow, group } = framed()
  actions.resize(`group:${group}`, { x: -20.4, y: -10, width: 420.4, height: 250 })
  expect(flow().layout.groups[0]).toMatchObject({ x: -20, y: -10, width: 420, height: 250 })
})

test('The lines of a note stay lines, and markup in it is text', () => {
  expect(blocksOf('one\ntwo <b>raw</b>', { breaks: true })).toEqual([
    { kind: 'paragraph', text: 'one\ntwo <b>raw</b>' },
  ])
  expect(blocksOf('one\ntwo')).toEqual([{ kind: 'paragraph', text: 'one two' }])
})
