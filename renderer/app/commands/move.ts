import { carriedBy } from '../../canvas/groups.ts'
import { type Direction, walk } from '../../canvas/walk.ts'
import type { Editor } from '../../store/editor.ts'
import { api, type Command, hasAny, hasSelection, inFlow, items, selected } from './command.ts'

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
  const { flow } = editor.document.getState()
  const { nodes, groups, notes } = flow.layout
  const chosen = [
    ...selected(editor).map(id => [id, nodes[id] ?? { x: 0, y: 0 }] as const),
    ...[
      ...groups.map(group => [`group:${group.id}`, group] as const),
      ...notes.map(note => [`note:${note.id}`, note] as const),
    ].filter(([item]) => items(editor).includes(item)),
    ...carriedBy(flow, editor.catalogue, items(editor)),
  ]
  editor.actions.move(new Map(chosen.map(([id, at]) => [id, { x: at.x + x, y: at.y + y }])))
}

const steps = [
  ['left', 'Left', -20, 0],
  ['right', 'Right', 20, 0],
  ['up', 'Up', 0, -20],
  ['down', 'Down', 0, 20],
] as const

const firstField = '.inspector [data-setting] :is(textarea, input, button)'

const settings: Command = {
  id: 'settings',
  title: 'Go to the settings of the selected node',
  group: 'View',
  keys: ['F4'],
  where: 'anywhere',
  enabled: hasSelection,
  run: () => document.querySelector<HTMLElement>(firstField)?.focus(),
}

const directions = steps.flatMap(([direction, name, x, y]): readonly Command[] => [
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
    enabled: hasAny,
    run: nudge(x, y),
  } as const,
])

export const moveCommands: readonly Command[] = [...directions, settings]
