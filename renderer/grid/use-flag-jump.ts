import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { PageStore } from './page-store.ts'
import type { Cell, Selection } from './selection.ts'
import type { GridFilter } from './types.ts'
import { createWalk } from './walk.ts'

/** Goes to the next row that the filter means, at its gravest flag; `say` is told in words, for ears and where the walk began anew. */
export const useFlagJump = (
  store: PageStore,
  filter: GridFilter,
  selection: Selection | null,
  first: number,
  arrive: (cell: Cell) => void,
  say: (shown: string, announced?: string) => void,
) => {
  const walk = useMemo(() => createWalk(store, filter), [store, filter])
  useEffect(() => () => walk.stop(), [walk])
  const here = useRef<Cell | null>(null)
  const active = selection?.active ?? null
  useEffect(() => {
    here.current = active
  }, [active])

  return useCallback(
    (backwards: boolean): Promise<void> =>
      walk.step(
        backwards,
        () => here.current ?? { row: backwards ? first : first - 1, column: 0 },
        ({ cell, shown, announced }) => {
          if (cell) {
            here.current = cell
            arrive(cell)
          }
          say(shown, announced)
        },
      ),
    [walk, first, arrive, say],
  )
}
