import type { Editor } from '../../store/editor.ts'
import { type Command, groups, hasSelection, selected } from './command.ts'

const onSubflow = (editor: Editor): boolean => {
  const [id, ...more] = selected(editor)
  const node = id === undefined ? undefined : editor.document.getState().flow.nodes[id]
  return more.length === 0 && node !== undefined && editor.catalogue.get(node.kind)?.flow !== undefined
}

const back = async (editor: Editor) => {
  const { leaveSubflow } = await import('../../subflow/enter.ts')
  return leaveSubflow(editor, editor.files.getState().trail.length - 1)
}

export const subflowCommands: readonly Command[] = [
  {
    id: 'collapse',
    title: 'Make the selection a subflow',
    group: 'Edit',
    keys: ['Ctrl+Shift+G'],
    where: 'canvas',
    enabled: editor => hasSelection(editor) || groups(editor).length > 0,
    run: async editor => (await import('../../subflow/make.ts')).makeSubflow(editor),
  },
  {
    id: 'enter-subflow',
    title: 'Open the flow of the subflow',
    group: 'View',
    keys: ['Alt+ArrowDown'],
    where: 'canvas',
    enabled: onSubflow,
    run: async editor => (await import('../../subflow/enter.ts')).enterSubflow(editor, selected(editor)[0]!),
  },
  {
    id: 'leave-subflow',
    title: 'Back to the flow around this one',
    group: 'View',
    keys: ['Alt+ArrowUp'],
    where: 'canvas',
    enabled: ({ files }) => files.getState().trail.length > 0,
    run: back,
  },
]
