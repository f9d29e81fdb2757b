/** What rows are, whatever their order: equal multisets of rows give equal ones. */
export interface RowsHash {
  readonly rows: number
  /** The sum of a hash of each row without its doubles. */
  readonly hash: string
  /**
   * By column of doubles: the sum of its values, each weighed by its row, and that of their sizes. Sums of doubles differ with the order in which
   * they are added, so that they are compared, not hashed.
   */
  readonly doubles: Readonly<Record<string, { readonly sum: number; readonly size: number }>>
}

const tolerance = 1e-9

/** Whether they are of the same rows; of doubles, as far as their sums tell. */
export const sameRows = (one: RowsHash, other: RowsHash): boolean => {
  if (one.rows !== other.rows || one.hash !== other.hash) return false
  const names = Object.keys({ ...one.doubles, ...other.doubles })
  return names.every(name => {
    const [a, b] = [one.doubles[name], other.doubles[name]]
    return a !== undefined && b !== undefined && Math.abs(a.sum - b.sum) <= tolerance * Math.max(a.size, b.size)
  })
}
