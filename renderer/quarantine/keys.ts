import type { KeyboardEvent, PointerEvent } from 'react'
import { cellOf, dragCells } from '../grid/pointer-cells.ts'
import { type Cell, type Extent, everything, moved, rowsFrom, type Selection } from '../grid/selection.ts'

export interface EntryInput {
  readonly extent: Extent
  readonly first: number
  readonly selection: Selection | null
  setSelection(selection: Selection | null): void
  select(cell: Cell, extend: boolean): void
  /** Opens a cell, with what was typed in the place of what it holds. */
  type(cell: Cell, typed: string | null): void
  clear(): void
  copy(): void
  undo(): void
  redo(): void
  find(): void
  about(): void
  focus(): void
}

const isTyping = (target: EventTarget) => target instanceof HTMLElement && target.closest('input, textarea') !== null

/** Keys and pointer of the grid, as in a sheet: a key that prints opens the cell. */
export const entryInput = (input: EntryInput) => {
  const { extent, first, selection, select } = input
  const active = selection?.active
  const act = (event: KeyboardEvent, work: () => void) => {
    event.preventDefault()
    event.stopPropagation()
    work()
  }
  const withCtrl: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
    c: input.copy,
    z: event => (event.shiftKey ? input.redo() : input.undo()),
    y: input.redo,
    f: input.find,
    a: () => input.setSelection(everything(extent)),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isTyping(event.target)) return
    const ctrl = event.ctrlKey || event.metaKey
    const work = ctrl && !event.altKey ? withCtrl[event.key.toLowerCase()] : undefined
    if (work) return act(event, () => work(event))
    if (extent.rows === 0 || event.altKey) return
    if (event.key === 'Enter' && event.shiftKey) return act(event, input.about)
    if (active && (event.key === 'Enter' || event.key === 'F2') && !ctrl)
      return act(event, () => input.type(active, null))
    if (active && (event.key === 'Delete' || event.key === 'Backspace') && !ctrl) return act(event, input.clear)
    if (event.key === 'Escape' && selection) return act(event, () => input.setSelection(null))
    const current = active ?? { row: first, column: 0 }
    const to = moved(current, event.key, ctrl, extent)
    if (to) return act(event, () => select(active ? to : current, event.shiftKey))
    if (active && event.key.length === 1 && !ctrl) act(event, () => input.type(active, event.key))
  }
  const onPointerDown = (event: PointerEvent) => {
    const cell = cellOf(event.target)
    if (!cell || event.button === 1 || isTyping(event.target)) return
    input.focus()
    event.preventDefault()
    if (cell.column < 0)
      return input.setSelection(
        rowsFrom(event.shiftKey && selection ? selection.anchor.row : cell.row, cell.row, extent.columns),
      )
    select(cell, event.shiftKey)
    if (event.button !== 0) return
    const anchor = event.shiftKey && selection ? selection.anchor : cell
    dragCells(over => {
      if (over.row !== cell.row || over.column !== cell.column) input.setSelection({ anchor, active: over })
    })
  }
  return { onKeyDown, onPointerDown }
}
