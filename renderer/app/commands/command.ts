import { canvasApi } from '../../canvas/canvas-api.ts'
import type { Editor } from '../../store/editor.ts'

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

export const api = () => canvasApi.getState().api
export const selected = ({ session }: Editor) => session.getState().selection
export const hasSelection = (editor: Editor) => selected(editor).length > 0
export const items = ({ session }: Editor) => session.getState().items
export const hasAny = (editor: Editor) => selected(editor).length + items(editor).length > 0
/** The ids of the selected groups. */
export const groups = (editor: Editor) =>
  items(editor).flatMap(item => (item.startsWith('group:') ? [item.slice('group:'.length)] : []))
export const inFlow = ({ session }: Editor) => !session.getState().atStart
