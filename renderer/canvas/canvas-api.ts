import { createStore } from 'zustand/vanilla'
import type { Point } from '#core/flow/types.ts'
import type { View } from './fit-view.ts'

/** What commands may ask of the canvas on screen. */
export interface CanvasApi {
  fit(ids?: readonly string[]): void
  zoom(by: 'in' | 'out' | 'one'): void
  view(): View
  /** The middle of what is in view, in the flow's own coordinates. */
  middle(): Point
  toFlow(screen: Point): Point
  /** Where the pointer was last, on the screen; the middle of the canvas if it never was there. */
  pointer(): Point
  /** Brings a node into view and gives it the focus. */
  focus(id: string): void
}

/** The canvas on screen, and what the next flow that is put in is to show first; null: all of it. */
export const canvasApi = createStore<{ readonly api: CanvasApi | null; readonly next: View | null }>()(() => ({
  api: null,
  next: null,
}))
