import type { CellKind } from '../../../xlsx/sheet.ts'
import type { CopiedColumn } from './copy.ts'

type Counts = CopiedColumn['cells']

/** What a column is, by its cells, and whether each of them is that. */
export interface SheetType {
  readonly type: string
  readonly exact: boolean
}

/** Of ten cells, so many must be of one sort for the column to be of it; the others are told. */
const mostOfTen = 9

const groups: readonly {
  readonly kinds: readonly CellKind[]
  readonly type: (has: (kind: CellKind) => boolean) => string
}[] = [
  { kinds: ['whole', 'fraction'], type: has => (has('fraction') ? 'DOUBLE' : 'BIGINT') },
  { kinds: ['date', 'datetime'], type: has => (has('datetime') ? 'TIMESTAMP' : 'DATE') },
  { kinds: ['time', 'duration'], type: has => (has('duration') ? 'INTERVAL' : 'TIME') },
  { kinds: ['boolean'], type: () => 'BOOLEAN' },
]

/** How many of a column's cells are of these sorts. */
export const countOf = (cells: Counts, kinds: readonly CellKind[]): number =>
  kinds.reduce((sum, kind) => sum + (cells[kind] ?? 0), 0)

const valued: readonly CellKind[] = ['text', ...groups.flatMap(({ kinds }) => kinds)]

/** The type of a column: of nearly all of its cells, else text. Errors say nothing of it. */
export const typeOfCells = (cells: Counts): SheetType => {
  const total = countOf(cells, valued)
  const errors = cells.error ?? 0
  const group = total > 0 && groups.find(({ kinds }) => countOf(cells, kinds) * 10 >= total * mostOfTen)
  if (!group) return { type: 'VARCHAR', exact: errors === 0 }
  const type = group.type(kind => (cells[kind] ?? 0) > 0)
  return { type, exact: errors === 0 && countOf(cells, group.kinds) === total }
}

/** The cells of a column in several files. */
export const together = (all: readonly Counts[]): Counts => {
  const sum: Partial<Record<CellKind, number>> = {}
  for (const cells of all)
    for (const [kind, count] of Object.entries(cells) as [CellKind, number][]) sum[kind] = (sum[kind] ?? 0) + count
  return sum
}
