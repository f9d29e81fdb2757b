import { createStore } from 'zustand/vanilla'

/** A kind on its way from the palette to the canvas, at the pointer. */
export interface DraggedKind {
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly x: number
  readonly y: number
}

export const draggedKind = createStore<{ readonly dragged: DraggedKind | null }>()(() => ({ dragged: null }))

type Drop = (dragged: DraggedKind) => void
let target: Drop | null = null

/** The canvas says where a drop goes; gives back how to leave. */
export const acceptDrops = (drop: Drop): (() => void) => {
  target = drop
  return () => {
    if (target === drop) target = null
  }
}

const threshold = 4

/** Starts following the pointer; a press that does not move stays a click. */
export const followDrag = (start: PointerEvent, kind: string, settings: DraggedKind['settings']): void => {
  const end = (drop: boolean) => (event: Event) => {
    const { dragged } = draggedKind.getState()
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', up)
    window.removeEventListener('pointercancel', cancel)
    window.removeEventListener('keydown', onKey, true)
    draggedKind.setState({ dragged: null })
    if (!dragged) return
    event.preventDefault()
    if (drop) target?.(dragged)
  }
  const up = end(true)
  const cancel = end(false)
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') cancel(event)
  }
  const move = (event: PointerEvent) => {
    const far = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > threshold
    if (far || draggedKind.getState().dragged)
      draggedKind.setState({ dragged: { kind, settings, x: event.clientX, y: event.clientY } })
  }
  window.addEventListener('pointermove', move)
  window.addEventListener('pointerup', up)
  window.addEventListener('pointercancel', cancel)
  window.addEventListener('keydown', onKey, true)
}
