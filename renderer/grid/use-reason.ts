import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { flagsAt, rowFlags } from './flags.ts'
import type { PageStore } from './page-store.ts'
import type { GridFlag } from './types.ts'

export interface ShownReason {
  readonly flags: readonly GridFlag[]
  readonly anchor: DOMRect
  readonly cell: string
}

const openDelay = 220
const closeDelay = 160

/** Which cell's reasons are shown: after a short rest of the pointer, or of the keyboard's cell. */
export const useReason = (body: RefObject<HTMLDivElement | null>, store: PageStore) => {
  const [shown, setShown] = useState<ShownReason | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const aim = useRef('')

  const close = useCallback(() => {
    clearTimeout(timer.current)
    aim.current = ''
    setShown(null)
  }, [])
  const closeSoon = useCallback(() => {
    clearTimeout(timer.current)
    aim.current = ''
    timer.current = setTimeout(() => setShown(null), closeDelay)
  }, [])
  const hold = useCallback(() => clearTimeout(timer.current), [])

  const open = useCallback(
    (row: number, column: number, delay = openDelay) => {
      const key = `${row}-${column}`
      if (aim.current === key) return
      const { columns } = store.getState()
      const all = store.row(row)?.flags ?? []
      const name = columns[column]?.name
      const flags =
        column < 0
          ? rowFlags(all, new Set(columns.map(each => each.name)))
          : name === undefined
            ? []
            : flagsAt(all, name)
      if (flags.length === 0) return closeSoon()
      clearTimeout(timer.current)
      aim.current = key
      timer.current = setTimeout(() => {
        const cell = body.current?.querySelector(`[data-row="${row}"] [data-column="${column}"]`)
        if (cell) setShown({ flags, anchor: cell.getBoundingClientRect(), cell: key })
      }, delay)
    },
    [body, store, closeSoon],
  )

  useEffect(() => close, [close])
  return { shown, open, hold, close, closeSoon }
}
