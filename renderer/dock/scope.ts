import type { GridState } from '../grid/page-store.ts'

const exact = new Intl.NumberFormat('en-US')

/** Numbers of a sentence as the rest of the editor writes them. */
const grouped = (text: string): string => text.replace(/\d{4,}/g, digits => exact.format(Number(digits)))

/** What the rows are of, in words: never rows without it. `needsAll`: the node for which no first rows can be told. */
export const scopeText = (
  { scope, rowCount, totalCount }: Pick<GridState, 'scope' | 'rowCount' | 'totalCount'>,
  filtered: boolean,
  titleOf: (node: string) => string,
  needsAll: string | null = null,
): string => {
  if (scope === null) return needsAll === null ? 'reading' : `reading all rows: ${titleOf(needsAll)} needs them`
  if (scope !== 'all')
    return grouped(scope).replace(
      / of (.+)$/,
      (_, nodes: string) => ` of ${nodes.split(' and ').map(titleOf).join(' and ')}`,
    )
  if (rowCount === null) return 'all rows, not counted yet'
  if (filtered && totalCount !== null && totalCount !== rowCount)
    return `${exact.format(rowCount)} of ${exact.format(totalCount)} rows`
  return rowCount === 1 ? 'the only row' : `all ${exact.format(rowCount)} rows`
}
