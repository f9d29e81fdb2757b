import { createStore } from 'zustand/vanilla'
import { canvasApi } from '../canvas/canvas-api.ts'
import type { Editor } from '../store/editor.ts'
import { problemOf } from '../store/problem-of.ts'
import { isSource } from '../store/source-edits.ts'
import type { DroppedFile } from './drop.ts'

/** Files of the system on their way over the window, where they can be let go. */
export interface FileDrag {
  readonly x: number
  readonly y: number
  readonly count: number
  /** The source under the pointer, which would read the file. */
  readonly into: string | null
  readonly atStart: boolean
}

export const fileDrag = createStore<{ readonly drag: FileDrag | null }>()(() => ({ drag: null }))

const within = (target: EventTarget | null, selector: string) =>
  target instanceof Element ? target.closest<HTMLElement>(selector) : null

/** What is in a transfer: has to be asked for before the event is over. */
export const filesOf = (transfer: DataTransfer | null): readonly DroppedFile[] =>
  [...(transfer?.items ?? [])].flatMap(item => {
    const file = item.kind === 'file' ? item.getAsFile() : null
    return file ? [{ file, folder: item.webkitGetAsEntry()?.isDirectory ?? false }] : []
  })

/** Follows files over the window, and takes what is let go on the canvas or the start page; elsewhere nothing happens to it. */
export const listenForFiles = (editor: Editor): (() => void) => {
  const { document: store, catalogue, session, files } = editor
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    const { atStart } = session.getState()
    const place = within(event.target, atStart ? '.start' : '.canvas')
    const node = within(event.target, '[data-node]')?.dataset.node ?? null
    const into = node !== null && isSource(store.getState().flow, catalogue, node) ? node : null
    event.dataTransfer.dropEffect = place ? 'copy' : 'none'
    const { clientX: x, clientY: y } = event
    fileDrag.setState({ drag: place ? { x, y, count: event.dataTransfer.items.length, into, atStart } : null })
  }
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) fileDrag.setState({ drag: null })
  }
  const drop = (event: DragEvent) => {
    const { drag } = fileDrag.getState()
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    fileDrag.setState({ drag: null })
    const dropped = filesOf(event.dataTransfer)
    if (!drag || dropped.length === 0) return
    const at = canvasApi.getState().api?.toFlow({ x: event.clientX, y: event.clientY }) ?? null
    import('./drop.ts')
      .then(({ takeFiles }) => takeFiles(editor, dropped, { at, node: drag.into }))
      .catch(error => files.getState().notify({ text: problemOf(error).message, problem: problemOf(error) }))
  }
  window.addEventListener('dragenter', over)
  window.addEventListener('dragover', over)
  window.addEventListener('dragleave', leave)
  window.addEventListener('drop', drop)
  return () => {
    window.removeEventListener('dragenter', over)
    window.removeEventListener('dragover', over)
    window.removeEventListener('dragleave', leave)
    window.removeEventListener('drop', drop)
  }
}
