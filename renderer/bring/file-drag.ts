import { createStore } from 'zustand/vanilla'
import { canvasApi } from '../canvas/canvas-api.ts'
import type { Editor } from '../store/editor.ts'
import { problemOf } from '../store/problem-of.ts'
import { isSource } from '../store/source-edits.ts'
import { listen } from '../ui/listen.ts'
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
  const dragOf = (event: DragEvent, count: number): FileDrag | null => {
    const { atStart } = session.getState()
    if (!within(event.target, atStart ? '.start' : '.canvas')) return null
    const node = within(event.target, '[data-node]')?.dataset.node ?? null
    const into = node !== null && isSource(store.getState().flow, catalogue, node) ? node : null
    return { x: event.clientX, y: event.clientY, count, into, atStart }
  }
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    const drag = dragOf(event, event.dataTransfer.items.length)
    event.dataTransfer.dropEffect = drag ? 'copy' : 'none'
    fileDrag.setState({ drag })
  }
  const end = () => fileDrag.setState({ drag: null })
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) end()
  }
  // The pointer moves only when nothing is dragged: not every end of a drag is told. A browser also tells of moves that are none.
  const moved = ({ movementX, movementY }: PointerEvent) => {
    if ((movementX || movementY) && fileDrag.getState().drag) end()
  }
  const drop = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    end()
    const dropped = filesOf(event.dataTransfer)
    const drag = dragOf(event, dropped.length)
    if (!drag || dropped.length === 0) return
    const at = canvasApi.getState().api?.toFlow({ x: event.clientX, y: event.clientY }) ?? null
    import('./drop.ts')
      .then(({ takeFiles }) => takeFiles(editor, dropped, { at, node: drag.into }))
      .catch(error => files.getState().notify({ text: problemOf(error).message, problem: problemOf(error) }))
  }
  return listen(window, { dragenter: over, dragover: over, dragleave: leave, drop, pointermove: moved })
}
