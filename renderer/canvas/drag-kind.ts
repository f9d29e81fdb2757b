import { createStore } from 'zustand/vanilla'
import type { Found } from '../palette/search.ts'

/** An entry of the palette on its way to the canvas, at the pointer. */
export interface DraggedKind {
  readonly entry: Found
  readonly x: number
  readonly y: number
  /** The node under the pointer that would take the entry into itself. */
  readonly into: string | null
}

export const draggedKind = createStore<{ readonly dragged: DraggedKind | null }>()(() => ({ dragged: null }))

/** What the canvas makes of a drag: who would take it, and what happens when it is let go. */
export interface DropTarget {
  into(entry: Found, x: number, y: number): string | null
  drop(dragged: DraggedKind): void
}

let target: DropTarget | null = null

/** The canvas says where a drop goes; gives back how to leave. */
export const acceptDrops = (own: DropTarget): (() => void) => {
  target = own
  return () => {
    if (target === own) target = null
  }
}

const threshold = 4

/** Starts following the pointer; a press that does not move stays a click. */
export const followDrag = (start: PointerEvent, entry: Found): void => {
  const end = (drop: boolean) => (event: Event) => {
    const { dragged } = draggedKind.getState()
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', up)
    window.removeEventListener('pointercancel', cancel)
    window.removeEventListener('keydown', onKey, true)
    draggedKind.setState({ dragged: null })
    if (!dragged) return
    event.preventDefault()
    if (drop) target?.drop(dragged)
  }
  const up = end(true)
  const cancel = end(false)
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') cancel(event)
  }
  const move = (event: PointerEvent) => {
    const { clientX: x, clientY: y } = event
    const far = Math.hypot(x - start.clientX, y - start.clientY) > threshold
    if (far || draggedKind.getState().dragged)
      draggedKind.setState({ dragged: { entry, x, y, into: target?.into(entry, x, y) ?? null } })
  }
  window.addEventListener('pointermove', move)
  window.addEventListener('pointerup', up)
  window.addEventListener('pointercancel', cancel)
  window.addEventListener('keydown', onKey, true)
}
