import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { evaluationsAt, flagsAt, rowEvaluations, rowFlags } from './flags.ts'
import type { PageStore } from './page-store.ts'
import type { GridEvaluation, GridFlag } from './types.ts'

export interface ShownReason {
  readonly flags: readonly GridFlag[]
  readonly unevaluated: readonly GridEvaluation[]
  readonly anchor: DOMRect
  readonly row: number
  readonly values: readonly unknown[]
  /** Reasons of the whole row. */
  readonly inRow: number
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
      const found = store.row(row)
      const all = found?.flags ?? []
      const name = columns[column]?.name ?? ''
      const names = new Set(columns.map(each => each.name))
      const flags = column < 0 ? rowFlags(all, names) : flagsAt(all, name)
      const judged = found?.unevaluated ?? []
      const unevaluated = column < 0 ? rowEvaluations(judged, names) : evaluationsAt(judged, name)
      if (!found || flags.length + unevaluated.length === 0) return closeSoon()
      clearTimeout(timer.current)
      aim.current = key
      timer.current = setTimeout(() => {
        const cell = body.current?.querySelector(`[data-row="${row}"] [data-column="${column}"]`)
        if (!cell) return
        const anchor = cell.getBoundingClientRect()
        const inRow = all.length + found.unevaluated.length
        setShown({ flags, unevaluated, anchor, row, values: found.values, inRow })
      }, delay)
    },
    [body, store, closeSoon],
  )

  useEffect(() => close, [close])
  return { shown, open, hold, close, closeSoon }
}
