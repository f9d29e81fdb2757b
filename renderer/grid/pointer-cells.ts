import { listen } from '../ui/listen.ts'
import type { Cell } from './selection.ts'

/** The cell under the pointer; column -1 is the row's number. */
export const cellOf = (target: EventTarget | null): Cell | null => {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null
  const row = cell?.closest<HTMLElement>('[data-row]')
  return cell && row ? { row: Number(row.dataset.row), column: Number(cell.dataset.column) } : null
}

/** Tells the cells that the pressed pointer comes over, until it is let go. */
export const dragCells = (over: (cell: Cell) => void): void => {
  const end = listen(window, {
    pointermove: event => {
      const cell = cellOf(event.target)
      if (cell && cell.column >= 0) over(cell)
    },
    pointerup: () => end(),
  })
}
