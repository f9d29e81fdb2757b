import type { Dispatch, KeyboardEvent, PointerEvent, SetStateAction } from 'react'
import { cellOf, dragCells } from './pointer-cells.ts'
import { type Cell, everything, moved, type Range, rangeOf, rowsFrom, type Selection } from './selection.ts'
import type { CopyFormat } from './use-copy.ts'
import type { useReason } from './use-reason.ts'

export interface GridInput {
  readonly rows: number
  readonly columns: number
  /** Whole rows in view. */
  readonly page: number
  readonly first: number
  readonly selection: Selection | null
  readonly setSelection: Dispatch<SetStateAction<Selection | null>>
  readonly open: boolean
  readonly setOpen: (open: boolean) => void
  readonly reason: ReturnType<typeof useReason>
  select(cell: Cell, extend: boolean): void
  copy(format: CopyFormat): Promise<void>
  jump(backwards: boolean): unknown
  list(): void
  sort(column: number, direction: 'asc' | 'desc'): void
  rule(column: number): void
  find(): void
  focus(): void
}

const isTyping = (target: EventTarget) =>
  target instanceof HTMLElement && target.closest('input, textarea, [role="listbox"], [role="menu"]') !== null

const holds = ({ top, bottom, left, right }: Range, { row, column }: Cell) =>
  row >= top && row <= bottom && column >= left && column <= right

const act = (event: KeyboardEvent, work: () => unknown) => {
  event.preventDefault()
  event.stopPropagation()
  work()
}

/** Keys and pointer of the grid. */
export const gridInput = (input: GridInput) => {
  const { rows, columns, page, first, selection, setSelection, open, setOpen, reason, select } = input
  const active = selection?.active

  const onKeyDown = (event: KeyboardEvent) => {
    if (isTyping(event.target)) return
    const ctrl = event.ctrlKey || event.metaKey
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    if (ctrl && key === 'f') return act(event, input.find)
    if (key === 'F8') return act(event, () => input.jump(event.shiftKey))
    if (rows === 0 || columns === 0) return
    if (ctrl && key === 'c') return act(event, () => input.copy(event.shiftKey ? 'json' : 'tsv'))
    if (ctrl && key === 'a') return act(event, () => setSelection(everything({ rows, columns })))
    if (event.altKey && active && (key === 'ArrowUp' || key === 'ArrowDown'))
      return act(event, () => input.sort(active.column, key === 'ArrowUp' ? 'asc' : 'desc'))
    if (event.altKey && active && key === 'r') return act(event, () => input.rule(active.column))
    if (event.altKey) return
    if (key === 'Enter' && event.shiftKey) return act(event, input.list)
    if ((key === 'Enter' && !ctrl) || key === 'F2') return act(event, () => active && setOpen(true))
    if (key === 'Escape')
      return act(event, () => (reason.shown ? reason.close() : open ? setOpen(false) : setSelection(null)))
    const current = active ?? { row: first, column: 0 }
    const to = moved(current, key, ctrl, { rows, columns, page })
    if (to) act(event, () => select(active ? to : current, event.shiftKey))
  }

  const selectRow = (row: number, extend: boolean) =>
    setSelection(rowsFrom(extend && selection ? selection.anchor.row : row, row, columns))

  const onPointerDown = (event: PointerEvent) => {
    const cell = cellOf(event.target)
    if (!cell || event.button === 1) return
    input.focus()
    event.preventDefault()
    if (event.button === 2 && selection && holds(rangeOf(selection), cell)) return
    if (cell.column < 0) return selectRow(cell.row, event.shiftKey)
    select(cell, event.shiftKey)
    if (event.button !== 0) return
    dragCells(over => setSelection(old => old && { ...old, active: over }))
  }

  const onPointerOver = (event: PointerEvent) => {
    const cell = event.buttons === 0 ? cellOf(event.target) : null
    if (cell) reason.open(cell.row, cell.column)
    else reason.closeSoon()
  }

  return { onKeyDown, onPointerDown, onPointerOver }
}
