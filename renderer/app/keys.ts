import { filesOf } from '../bring/file-drag.ts'
import { canvasApi } from '../canvas/canvas-api.ts'
import type { Editor } from '../store/editor.ts'
import { problemOf } from '../store/problem-of.ts'
import { listen } from '../ui/listen.ts'
import { type Command, commands } from './commands.ts'
import { dialogs } from './dialogs.ts'

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform)

const names: Readonly<Record<string, string>> = { ' ': 'Space' }

/** The pressed key as commands write it. */
export const keyOf = (event: KeyboardEvent): string => {
  const key = names[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key)
  const shifted = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))
  return [isMac ? event.metaKey && 'Ctrl' : event.ctrlKey && 'Ctrl', event.altKey && 'Alt', shifted && 'Shift', key]
    .filter(Boolean)
    .join('+')
}

/** A command's key as a person reads it. */
export const keyLabel = (keys: string): string =>
  keys
    .split(/(?<=.)\+/)
    .map(part =>
      part
        .replace('Arrow', '')
        .replace('Escape', 'Esc')
        .replace('Delete', 'Del')
        .replace('Ctrl', isMac ? '⌘' : 'Ctrl'),
    )
    .join(' ')

const within = (target: EventTarget | null, selector: string) =>
  target instanceof Element && target.closest(selector) !== null

const inText = (target: EventTarget | null) =>
  within(
    target,
    'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable="true"], .monaco-editor',
  )

const inFloating = (target: EventTarget | null) =>
  within(target, '[role="dialog"], [role="menu"], [role="listbox"], [role="alertdialog"]')

/** The canvas has the keys unless the focus lies in a part with keys of its own. */
const onCanvas = (target: EventTarget | null) =>
  !inText(target) &&
  !inFloating(target) &&
  !within(target, '.dock, .inspector, .topbar, .statusbar, .start') &&
  canvasApi.getState().api !== null

/** In the inspector's plain fields undo is the document's own; in the code editor it is the editor's. */
const undoable = (target: EventTarget | null) =>
  !inText(target) || (within(target, '.inspector') && !within(target, '.monaco-editor'))

const applies = (command: Command, target: EventTarget | null) => {
  if (command.where === 'anywhere') return true
  return command.where === 'outside text' ? undoable(target) && !inFloating(target) : onCanvas(target)
}

/** A list of commands or steps that is open has the keys for itself; the parameters' panel leaves the rest of the editor usable. */
const blocked = (event: KeyboardEvent) => {
  const { open } = dialogs.getState()
  return open !== null && open !== 'params' && !(event.key.toLowerCase() === 'k' && event.ctrlKey)
}

export const listenForKeys = (editor: Editor): (() => void) => {
  const down = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || blocked(event)) return
    const key = keyOf(event)
    if (key === 'Space') return
    const command = commands.find(other => other.keys.includes(key) && applies(other, event.target))
    if (!command) return
    if (key === 'Escape' && inFloating(event.target)) return
    event.preventDefault()
    if (command.enabled?.(editor) ?? true) command.run(editor)
  }
  const copy = (event: ClipboardEvent) => {
    const { selection, items } = editor.session.getState()
    const chosen = selection.length + items.length
    if (!onCanvas(event.target) || chosen === 0 || !window.getSelection()?.isCollapsed) return
    event.clipboardData?.setData('text/plain', editor.actions.copy(selection, items))
    event.preventDefault()
    if (event.type === 'cut') editor.actions.remove({ nodes: selection, items })
  }
  const paste = (event: ClipboardEvent) => {
    if (!onCanvas(event.target)) return
    const api = canvasApi.getState().api
    const at = api?.toFlow(api.pointer()) ?? { x: 0, y: 0 }
    const text = event.clipboardData?.getData('text/plain') ?? ''
    const html = event.clipboardData?.getData('text/html') ?? ''
    const copied = text ? [] : filesOf(event.clipboardData)
    event.preventDefault()
    if (editor.actions.paste(text, at)) return
    const pasted =
      copied.length > 0
        ? import('../bring/drop.ts').then(({ takeFiles }) => takeFiles(editor, copied, { at, node: null }))
        : import('../bring/paste.ts').then(({ pasteText }) => pasteText(editor, text, html, at))
    pasted.catch(error => editor.files.getState().notify({ text: problemOf(error).message, problem: problemOf(error) }))
  }
  const ends = [listen(window, { keydown: down }), listen(document, { copy, cut: copy, paste })]
  return () => {
    for (const end of ends) end()
  }
}
