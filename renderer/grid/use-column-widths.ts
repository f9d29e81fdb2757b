import { useCallback, useMemo, useState } from 'react'
import type { Column } from '#core/relation/relation.ts'
import { type ColumnLayout, fittingWidth, layoutOf } from './column-layout.ts'
import { type PageStore, pageSize } from './page-store.ts'

const widestByHand = 900

/** By place and column, for as long as the editor is open. */
const remembered = new Map<string, number>()

/** Widths fit the first rows, until a person drags one; those are kept for each port that was looked at. */
export const useColumnWidths = (place: string, columns: readonly Column[], store: PageStore) => {
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>(() => new Map(remembered))

  const fitted = useMemo(() => {
    const rows = Array.from({ length: pageSize }, (_, index) => store.row(index)).filter(row => row !== undefined)
    return columns.map((column, index) =>
      fittingWidth(
        column,
        rows.map(row => row.values[index]),
      ),
    )
  }, [columns, store])

  const layout: ColumnLayout = useMemo(
    () => layoutOf(columns.map((column, index) => chosen.get(`${place}\n${column.name}`) ?? fitted[index] ?? 0)),
    [columns, fitted, place, chosen],
  )

  const resize = useCallback(
    (column: string, width: number | null) => {
      const index = columns.findIndex(other => other.name === column)
      const all = Array.from({ length: pageSize }, (_, row) => store.row(row)?.values[index])
      const found = columns[index]
      const fitting = found ? fittingWidth(found, all, widestByHand) : 0
      remembered.set(`${place}\n${column}`, width ?? fitting)
      setChosen(new Map(remembered))
    },
    [columns, place, store],
  )
  return { layout, resize }
}
