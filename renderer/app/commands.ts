import { openSearch } from '../canvas/add-search.ts'
import { canvasApi } from '../canvas/canvas-api.ts'
import { frameAround, nodeRect } from '../canvas/geometry.ts'
import { tidied } from '../canvas/tidy.ts'
import { type Direction, walk } from '../canvas/walk.ts'
import type { Editor } from '../store/editor.ts'
import { edgeKey, portsOf, refusal } from '../store/ports.ts'
import type { DockTab, Theme } from '../store/session.ts'
import { openDialog } from './dialogs.ts'
import { pickFile } from './pick.ts'
import { resolved } from './theme.ts'

/** Something a person can do, with its key: the command palette lists them all. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: 'File' | 'Edit' | 'View' | 'Run'
  /** `Ctrl` is Command on a Mac. */
  readonly keys: readonly string[]
  /** Where its keys work: everywhere, outside text fields, or on the canvas alone. */
  readonly where: 'anywhere' | 'outside text' | 'canvas'
  enabled?(editor: Editor): boolean
  run(editor: Editor): unknown
}

const api = () => canvasApi.getState().api
const selected = ({ session }: Editor) => session.getState().selection
const hasSelection = (editor: Editor) => selected(editor).length > 0
const inFlow = ({ session }: Editor) => !session.getState().atStart

const openFlow = async ({ files }: Editor) => {
  const path = await pickFile('openFlow')
  if (path !== null) await files.getState().open(path)
}

const file: readonly Command[] = [
  {
    id: 'new',
    title: 'New flow',
    group: 'File',
    keys: ['Alt+N'],
    where: 'anywhere',
    run: ({ files }) => files.getState().create(),
  },
  { id: 'open', title: 'Open…', group: 'File', keys: ['Ctrl+O'], where: 'anywhere', run: openFlow },
  {
    id: 'save',
    title: 'Save',
    group: 'File',
    keys: ['Ctrl+S'],
    where: 'anywhere',
    enabled: inFlow,
    run: ({ files }) => files.getState().save(),
  },
  {
    id: 'save-as',
    title: 'Save as…',
    group: 'File',
    keys: ['Ctrl+Shift+S'],
    where: 'anywhere',
    enabled: inFlow,
    run: ({ files }) => files.getState().saveAs(),
  },
  {
    id: 'start',
    title: 'Start page',
    group: 'File',
    keys: [],
    where: 'anywhere',
    run: ({ session }) => session.setState({ atStart: true }),
  },
  {
    id: 'params',
    title: 'Parameters of the flow',
    group: 'File',
    keys: ['Alt+P'],
    where: 'anywhere',
    enabled: inFlow,
    run: () => openDialog('params'),
  },
]

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
  editor.actions.addGroup(ids, frameAround(ids.map(id => nodeRect(flow, editor.catalogue, id))))
}

const tidy = (editor: Editor) => {
  const ids = selected(editor)
  editor.actions.move(tidied(editor.document.getState().flow, editor.catalogue, ids.length > 1 ? ids : null), 'Tidy up')
  requestAnimationFrame(() => api()?.fit())
}

const edit: readonly Command[] = [
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
    enabled: hasSelection,
    run: editor => editor.actions.duplicate(selected(editor)),
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
    enabled: hasSelection,
    run: group,
  },
  {
    id: 'note',
    title: 'Add a note',
    group: 'Edit',
    keys: ['N'],
    where: 'canvas',
    enabled: inFlow,
    run: ({ actions }) => actions.addNote(api()?.toFlow(api()?.pointer() ?? { x: 0, y: 0 }) ?? { x: 0, y: 0 }),
  },
  { id: 'tidy', title: 'Tidy up', group: 'Edit', keys: ['T'], where: 'canvas', enabled: inFlow, run: tidy },
]

const go = (direction: Direction) => (editor: Editor) => {
  const { document, session, catalogue } = editor
  const { flow } = document.getState()
  const from = selected(editor).at(-1)
  const to = from === undefined ? (Object.keys(flow.nodes)[0] ?? null) : walk(flow, catalogue, from, direction)
  if (to === null) return
  session.getState().select({ selection: [to] })
  api()?.focus(to)
}

const nudge = (x: number, y: number) => (editor: Editor) => {
  const { layout } = editor.document.getState().flow
  editor.actions.move(
    new Map(selected(editor).map(id => [id, { x: (layout.nodes[id]?.x ?? 0) + x, y: (layout.nodes[id]?.y ?? 0) + y }])),
  )
}

const steps = [
  ['left', 'Left', -20, 0],
  ['right', 'Right', 20, 0],
  ['up', 'Up', 0, -20],
  ['down', 'Down', 0, 20],
] as const

const moves: readonly Command[] = steps.flatMap(([direction, name, x, y]) => [
  {
    id: `go-${direction}`,
    title: `Go ${direction}`,
    group: 'View',
    keys: [`Arrow${name}`],
    where: 'canvas',
    enabled: inFlow,
    run: go(direction),
  } as const,
  {
    id: `nudge-${direction}`,
    title: `Move ${direction}`,
    group: 'Edit',
    keys: [`Shift+Arrow${name}`],
    where: 'canvas',
    enabled: hasSelection,
    run: nudge(x, y),
  } as const,
])

const tab = (name: DockTab, title: string, keys: readonly string[]): Command => ({
  id: `dock-${name}`,
  title,
  group: 'View',
  keys,
  where: 'anywhere',
  enabled: inFlow,
  run: ({ session }) => session.getState().setDock({ open: true, tab: name }),
})

const theme = (name: Theme, title: string): Command => ({
  id: `theme-${name}`,
  title,
  group: 'View',
  keys: [],
  where: 'anywhere',
  run: ({ session }) => session.getState().setTheme(name),
})

const view: readonly Command[] = [
  {
    id: 'palette',
    title: 'Search or run a command',
    group: 'View',
    keys: ['Ctrl+K'],
    where: 'anywhere',
    run: () => openDialog('commands'),
  },
  {
    id: 'fit',
    title: 'Fit the flow',
    group: 'View',
    keys: ['F'],
    where: 'canvas',
    enabled: inFlow,
    run: () => api()?.fit(),
  },
  {
    id: 'fit-selected',
    title: 'Zoom to the selection',
    group: 'View',
    keys: ['Shift+F'],
    where: 'canvas',
    enabled: hasSelection,
    run: editor => api()?.fit(selected(editor)),
  },
  {
    id: 'zoom-in',
    title: 'Zoom in',
    group: 'View',
    keys: ['+', '='],
    where: 'canvas',
    enabled: inFlow,
    run: () => api()?.zoom('in'),
  },
  {
    id: 'zoom-out',
    title: 'Zoom out',
    group: 'View',
    keys: ['-'],
    where: 'canvas',
    enabled: inFlow,
    run: () => api()?.zoom('out'),
  },
  {
    id: 'zoom-one',
    title: 'Zoom to 100 %',
    group: 'View',
    keys: ['0'],
    where: 'canvas',
    enabled: inFlow,
    run: () => api()?.zoom('one'),
  },
  {
    id: 'toggle-palette',
    title: 'Show or hide the palette',
    group: 'View',
    keys: ['Ctrl+B'],
    where: 'anywhere',
    enabled: inFlow,
    run: ({ session }) => session.getState().togglePalette(),
  },
  {
    id: 'toggle-dock',
    title: 'Show or hide the dock',
    group: 'View',
    keys: ['Ctrl+J'],
    where: 'anywhere',
    enabled: inFlow,
    run: ({ session }) => session.getState().setDock({ open: !session.getState().dock.open }),
  },
  tab('data', 'Show data', ['Alt+1']),
  tab('problems', 'Show problems', ['Alt+2']),
  tab('sql', 'Show SQL', ['Alt+3']),
  {
    id: 'theme-toggle',
    title: 'Light or dark',
    group: 'View',
    keys: ['Alt+T'],
    where: 'anywhere',
    run: ({ session }) =>
      session.getState().setTheme(resolved(session.getState().theme) === 'light' ? 'dark' : 'light'),
  },
  theme('system', 'Theme: as the system'),
  theme('light', 'Theme: light'),
  theme('dark', 'Theme: dark'),
  theme('hc', 'Theme: high contrast'),
]

const running = ({ run }: Editor) => run.getState().status === 'running'

const check = async ({ facts, session }: Editor) => {
  await facts.getState().check()
  session.getState().setDock({ open: true, tab: 'problems' })
}

const runs: readonly Command[] = [
  {
    id: 'run',
    title: 'Run',
    group: 'Run',
    keys: ['Ctrl+Enter'],
    where: 'anywhere',
    enabled: editor => inFlow(editor) && !running(editor),
    run: ({ run }) => run.getState().start(),
  },
  {
    id: 'run-to',
    title: 'Run to the selected nodes',
    group: 'Run',
    keys: ['Ctrl+Shift+Enter'],
    where: 'anywhere',
    enabled: editor => hasSelection(editor) && !running(editor),
    run: editor => editor.run.getState().start(selected(editor)),
  },
  {
    id: 'stop',
    title: 'Stop',
    group: 'Run',
    keys: ['Ctrl+.'],
    where: 'anywhere',
    enabled: running,
    run: ({ run }) => run.getState().stop(),
  },
  { id: 'check', title: 'Check', group: 'Run', keys: ['F7'], where: 'anywhere', enabled: inFlow, run: check },
]

export const commands: readonly Command[] = [...file, ...edit, ...view, ...moves, ...runs]

export const runCommand = (editor: Editor, id: string) => {
  const command = commands.find(other => other.id === id)
  if (command && (command.enabled?.(editor) ?? true)) command.run(editor)
}
