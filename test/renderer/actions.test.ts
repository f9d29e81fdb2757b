import { expect, test } from 'vitest'
import { readClip } from '#renderer/store/clipboard.ts'
import { addNode, fittingPort } from '#renderer/store/graph-edits.ts'
import { edgeKey, refusal } from '#renderer/store/ports.ts'
import { openEditor } from './editor.ts'
import { catalogue } from './kinds.ts'

const at = { x: 0, y: 0 }
const end = (node: string, port: string) => ({ node, port })
const keys = (editor: ReturnType<typeof openEditor>) => editor.flow().edges.map(edgeKey)

test("A new node has an id and a title that no other has, and keeps the title to itself where it is its kind's", () => {
  const editor = openEditor()
  expect(editor.actions.add('transform.filter', at)).toBe('filter')
  expect(editor.actions.add('transform.filter', at)).toBe('filter_2')
  expect(editor.flow().nodes.filter).toEqual({ kind: 'transform.filter', version: 1, settings: {} })
  expect(editor.flow().nodes.filter_2?.title).toBe('Filter 2')
})

test('A new node starts with what its kind says, and lies on whole pixels', () => {
  const { flow } = addNode(openEditor().empty, catalogue, 'sink.csv', { x: 1.4, y: 2.6 })
  expect(flow.nodes.csv?.settings).toEqual({ path: 'out.csv' })
  expect(flow.layout.nodes.csv).toEqual({ x: 1, y: 3 })
})

test('Ids come of titles in any script, and are valid', () => {
  const editor = openEditor()
  editor.actions.add('transform.filter', at)
  const text = editor.actions
    .copy(['filter'])
    .replace('"version"', '"title": "Größe 9", "version"')
    .replaceAll('"filter"', '"9 größe"')
  const ids = editor.actions.paste(text, at)
  expect(ids?.every(id => /^[a-z][a-z0-9_]{0,62}$/.test(id))).toBe(true)
})

const wired = () => {
  const editor = openEditor()
  for (const kind of ['source.csv', 'transform.filter', 'transform.sort', 'transform.union', 'sink.csv'])
    editor.actions.add(kind, at)
  editor.actions.connect(end('csv', 'out'), end('filter', 'in'))
  editor.actions.connect(end('filter', 'match'), end('sort', 'in'))
  return editor
}

test.each([
  [
    'a second edge into an input',
    end('csv', 'reject'),
    end('filter', 'in'),
    'The input takes one edge, and CSV is connected to it already.',
  ],
  ['an edge between free ports', end('sort', 'out'), end('union', 'in'), null],
  ['a node into itself', end('sort', 'out'), end('sort', 'in'), 'A node cannot feed itself.'],
  ['an output that is not there', end('sort', 'rest'), end('union', 'in'), 'Sort has no output rest.'],
  ['an input that is not there', end('sort', 'out'), end('union', 'left'), 'Union has no input left.'],
  ['an edge that is there already', end('csv', 'out'), end('filter', 'in'), 'These two ports are connected already.'],
])('Of %s it is said whether and why it is refused', (_, from, to, reason) => {
  expect(refusal(wired().flow(), catalogue, from, to)).toBe(reason)
})

test('A cycle is refused in words that name both nodes', () => {
  const editor = wired()
  editor.actions.connect(end('sort', 'out'), end('union', 'in'))
  editor.actions.remove({ edges: ['csv.out>filter.in'] })
  expect(editor.actions.connect(end('union', 'out'), end('filter', 'in'))).toBe(
    'This would be a cycle: Union already comes after Filter.',
  )
  expect(keys(editor)).not.toContain('union.out>filter.in')
})

test('An input that takes many edges takes another', () => {
  const editor = wired()
  expect(editor.actions.connect(end('sort', 'out'), end('union', 'in'))).toBeNull()
  expect(editor.actions.connect(end('filter', 'rest'), end('union', 'in'))).toBeNull()
})

test('Deleting a node heals the chain: what fed it feeds what it fed', () => {
  const editor = wired()
  editor.actions.remove({ nodes: ['filter'] })
  expect(keys(editor)).toEqual(['csv.out>sort.in'])
  expect('filter' in editor.flow().layout.nodes).toBe(false)
})

test('Deleting several nodes of a chain heals across all of them', () => {
  const editor = wired()
  editor.actions.connect(end('sort', 'out'), end('csv_2', 'in'))
  editor.actions.remove({ nodes: ['filter', 'sort'] })
  expect(keys(editor)).toEqual(['csv.out>csv_2.in'])
})

test('Healing goes by the first output, and never sends rows to where rejects went', () => {
  const editor = openEditor()
  for (const kind of ['source.csv', 'validate.rules', 'transform.sort', 'transform.union']) editor.actions.add(kind, at)
  editor.actions.connect(end('csv', 'out'), end('rules', 'in'))
  editor.actions.connect(end('rules', 'pass'), end('sort', 'in'))
  editor.actions.connect(end('rules', 'reject'), end('union', 'in'))
  editor.actions.remove({ nodes: ['rules'] })
  expect(keys(editor)).toEqual(['csv.out>sort.in'])
})

test('A node put on an edge takes its place, and what follows moves aside', () => {
  const editor = wired()
  editor.actions.move(
    new Map([
      ['csv', { x: 0, y: 0 }],
      ['filter', { x: 200, y: 0 }],
    ]),
  )
  const id = editor.actions.add('transform.sort', { x: 100, y: 0 }, { onEdge: { from: 'csv.out', to: 'filter.in' } })
  expect(keys(editor).slice(0, 2)).toEqual([`csv.out>${id}.in`, `${id}.out>filter.in`])
  expect(editor.flow().layout.nodes.filter?.x).toBe(336)
})

test('A source does not fit on an edge, and says so', () => {
  const editor = wired()
  const id = editor.actions.add('source.csv', at)
  expect(editor.actions.insert(id, { from: 'csv.out', to: 'filter.in' })).toMatch(/does not fit/)
  expect(keys(editor)).toContain('csv.out>filter.in')
})

test('What fits behind an output is known before a node is made', () => {
  expect(fittingPort(catalogue, 'transform.join', 'inputs')).toBe('left')
  expect(fittingPort(catalogue, 'source.csv', 'inputs')).toBeNull()
})

test('The clipboard is readable JSON, and pasting it elsewhere gives the same nodes under fresh ids with the edges between them', () => {
  const editor = wired()
  const text = editor.actions.copy(['csv', 'filter'])
  expect(JSON.parse(text)).toMatchObject({ weir: 'clip', edges: [{ from: 'csv.out', to: 'filter.in' }] })
  const other = openEditor()
  other.actions.add('transform.filter', at)
  expect(other.actions.paste(text, { x: 100, y: 100 })).toEqual(['csv', 'filter_2'])
  expect(keys(other)).toEqual(['csv.out>filter_2.in'])
})

test('Text that holds no nodes is not pasted', () => {
  expect(readClip('hello')).toBeNull()
  expect(readClip('[1, 2]')).toBeNull()
  expect(readClip('{"nodes": {"a": 1}, "edges": []}')).toBeNull()
})

test('Disabling and enabling gives back the same bytes', () => {
  const editor = wired()
  const before = editor.bytes()
  editor.actions.setDisabled(['filter'], true)
  expect(editor.flow().nodes.filter?.disabled).toBe(true)
  editor.actions.setDisabled(['filter'], false)
  expect(editor.bytes()).toBe(before)
})

test('A renamed parameter keeps its place among the others', () => {
  const { actions, flow } = openEditor()
  actions.setParameter('since', { type: 'date' })
  actions.setParameter('env', { type: 'string' })
  actions.setParameter('from', { type: 'date' }, 'since')
  expect(Object.keys(flow().params)).toEqual(['from', 'env'])
  actions.setParameter('from', null)
  expect(Object.keys(flow().params)).toEqual(['env'])
})
