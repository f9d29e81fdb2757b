import { openSearch } from '../../canvas/add-search.ts'
import { editText } from '../../canvas/editing.ts'
import { frameAround, nodeRect } from '../../canvas/geometry.ts'
import { tidied } from '../../canvas/tidy.ts'
import type { Editor } from '../../store/editor.ts'
import { edgeKey, portsOf, refusal } from '../../store/ports.ts'
import { openDialog } from '../dialogs.ts'
import { api, type Command, groups, hasAny, hasSelection, inFlow, items, selected } from './command.ts'

const removeSelected = ({ session, actions }: Editor) => {
  const { selection, edges, items } = session.getState()
  actions.remove({ nodes: selection, edges, items })
}

const selectAll = ({ document, session }: Editor) => {
  const { nodes, edges, layout } = document.getState().flow
  const items = [...layout.groups.map(group => `group:${group.id}`), ...layout.notes.map(note => `note:${note.id}`)]
  session.getState().select({ selection: Object.keys(nodes), edges: edges.map(edgeKey), items })
}

/** Connects the selected nodes in the order in which they were selected, by the first ports that fit. */
const connectSelected = (editor: Editor) => {
  const { document, catalogue, actions, files } = editor
  const ids = selected(editor)
  for (const [index, to] of ids.slice(1).entries()) {
    const from = ids[index] ?? to
    const { flow } = document.getState()
    const pairs = portsOf(flow, catalogue, from).outputs.flatMap(output =>
      portsOf(flow, catalogue, to).inputs.map(
        input =>
          [
            { node: from, port: output.name },
            { node: to, port: input.name },
          ] as const,
      ),
    )
    const free = pairs.find(([source, target]) => !refusal(flow, catalogue, source, target)) ?? pairs[0]
    const reason = free ? actions.connect(...free) : 'These nodes have no ports that fit.'
    if (reason) files.getState().notify({ text: reason })
  }
}

const everySelected = (editor: Editor, key: 'disabled' | 'bypass') => {
  const { nodes } = editor.document.getState().flow
  return selected(editor).every(id => nodes[id]?.[key])
}

const group = (editor: Editor) => {
  const { flow } = editor.document.getState()
  const ids = selected(editor)
  const notes = flow.layout.notes.filter(note => items(editor).includes(`note:${note.id}`))
  const cards = ids.map(id => nodeRect(flow, editor.catalogue, id))
  editText(`group:${editor.actions.addGroup(ids, frameAround([...cards, ...notes]))}`)
}

const tidy = (editor: Editor) => {
  const ids = selected(editor)
  editor.actions.move(tidied(editor.document.getState().flow, editor.catalogue, ids.length > 1 ? ids : null), 'Tidy up')
  requestAnimationFrame(() => api()?.fit())
}

export const editCommands: readonly Command[] = [
  {
    id: 'undo',
    title: 'Undo',
    group: 'Edit',
    keys: ['Ctrl+Z'],
    where: 'outside text',
    enabled: ({ document }) => document.getState().position > 0,
    run: ({ document }) => document.getState().undo(),
  },
  {
    id: 'redo',
    title: 'Redo',
    group: 'Edit',
    keys: ['Ctrl+Y', 'Ctrl+Shift+Z'],
    where: 'outside text',
    enabled: ({ document }) => document.getState().position < document.getState().entries.length,
    run: ({ document }) => document.getState().redo(),
  },
  {
    id: 'history',
    title: 'History of changes',
    group: 'Edit',
    keys: ['Alt+H'],
    where: 'anywhere',
    enabled: inFlow,
    run: () => openDialog('history'),
  },
  {
    id: 'add',
    title: 'Add a node…',
    group: 'Edit',
    keys: ['Space'],
    where: 'canvas',
    enabled: inFlow,
    run: () => openSearch(api()?.pointer() ?? { x: 0, y: 0 }),
  },
  { id: 'delete', title: 'Delete', group: 'Edit', keys: ['Delete', 'Backspace'], where: 'canvas', run: removeSelected },
  {
    id: 'duplicate',
    title: 'Duplicate',
    group: 'Edit',
    keys: ['Ctrl+D'],
    where: 'canvas',
    enabled: hasAny,
    run: editor => editor.actions.duplicate(selected(editor), items(editor)),
  },
  {
    id: 'select-all',
    title: 'Select all',
    group: 'Edit',
    keys: ['Ctrl+A'],
    where: 'canvas',
    enabled: inFlow,
    run: selectAll,
  },
  {
    id: 'deselect',
    title: 'Select nothing',
    group: 'Edit',
    keys: ['Escape'],
    where: 'canvas',
    run: ({ session, document }) => {
      document.getState().cancel()
      session.getState().select({})
    },
  },
  {
    id: 'connect',
    title: 'Connect the selected nodes',
    group: 'Edit',
    keys: ['C'],
    where: 'canvas',
    enabled: editor => selected(editor).length > 1,
    run: connectSelected,
  },
  {
    id: 'disable',
    title: 'Disable or enable',
    group: 'Edit',
    keys: ['D'],
    where: 'canvas',
    enabled: hasSelection,
    run: editor => editor.actions.setDisabled(selected(editor), !everySelected(editor, 'disabled')),
  },
  {
    id: 'bypass',
    title: 'Bypass',
    group: 'Edit',
    keys: ['B'],
    where: 'canvas',
    enabled: hasSelection,
    run: editor => editor.actions.setBypass(selected(editor), !everySelected(editor, 'bypass')),
  },
  {
    id: 'group',
    title: 'Group the selected nodes',
    group: 'Edit',
    keys: ['Ctrl+G'],
    where: 'canvas',
    enabled: editor => hasSelection(editor) || items(editor).some(item => item.startsWith('note:')),
    run: group,
  },
  {
    id: 'note',
    title: 'Add a note',
    group: 'Edit',
    keys: ['N'],
    where: 'canvas',
    enabled: inFlow,
    run: ({ actions }) => {
      const at = api()?.toFlow(api()?.pointer() ?? { x: 0, y: 0 }) ?? { x: 0, y: 0 }
      editText(`note:${actions.addNote(at)}`)
    },
  },
  {
    id: 'edit-text',
    title: 'Write the note, or the title of the group',
    group: 'Edit',
    keys: ['F2'],
    where: 'canvas',
    enabled: editor => items(editor).length === 1,
    run: editor => editText(items(editor)[0]!),
  },
  {
    id: 'collapse-group',
    title: 'Collapse or open the group',
    group: 'Edit',
    keys: ['G'],
    where: 'canvas',
    enabled: editor => groups(editor).length > 0,
    run: editor => {
      const { layout } = editor.document.getState().flow
      for (const id of groups(editor)) {
        const closed = layout.groups.find(other => other.id === id)?.collapsed === true
        editor.actions.setGroup(id, { collapsed: !closed })
      }
    },
  },
  { id: 'tidy', title: 'Tidy up', group: 'Edit', keys: ['T'], where: 'canvas', enabled: inFlow, run: tidy },
]
