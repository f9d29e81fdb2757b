import type { Relation } from '#core/relation/relation.ts'
import { leavesOf } from '#core/relation/walk.ts'
import type { RunContext } from './context.ts'
import { portOf } from './ports.ts'
import { readsFile } from './shape.ts'
import { about } from './tally.ts'

/** Reading so many rows of files once more is not felt. */
export const few = 100_000

/**
 * Whether what a relation is made of is worth reading once more, only to count: few rows, or tables, beside which no more rows are read of
 * files than lie in the tables.
 */
export const isWorthCounting = (original: Relation, run: RunContext): boolean => {
  const parts = leavesOf(original).map(leaf => portOf(run, leaf.node, leaf.port))
  const rowsOf = (ofFiles: boolean) =>
    parts
      .filter(({ relation }) => readsFile(relation) === ofFiles)
      .reduce((sum, { tally }) => sum + (about(tally) ?? Number.POSITIVE_INFINITY), 0)
  return rowsOf(true) <= Math.max(few, rowsOf(false))
}
