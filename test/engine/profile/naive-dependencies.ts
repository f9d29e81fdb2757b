import type { Dependencies } from '#core/profile/types.ts'
import type { Column } from '#core/relation/relation.ts'

/** Which columns follow from another one in the first rows, by holding every row against the first with the same value. */
export const naiveDependencies = (
  columns: readonly Column[],
  allRows: readonly (readonly unknown[])[],
): Dependencies => {
  const rows = allRows.slice(0, 10_000).map(row => row.map(cell => (cell === null ? null : JSON.stringify(cell))))
  if (rows.length < 20) return { rows: rows.length, found: [] }
  const different = columns.map((_, i) => new Set(rows.map(row => row[i]).filter(cell => cell !== null)).size)
  const there = columns.map((_, i) => rows.filter(row => row[i] !== null).length)
  const follows = (from: number, to: number): boolean => {
    const seen = new Map<string, string | null | undefined>()
    return rows.every(row => {
      const value = row[from]
      if (value === null || value === undefined) return true
      if (seen.has(value)) return seen.get(value) === row[to]
      seen.set(value, row[to])
      return true
    })
  }
  const found = columns.flatMap((from, i) =>
    different[i]! > 1 && different[i]! <= there[i]! / 2
      ? columns.flatMap((to, j) =>
          i !== j && different[j]! > 1 && follows(i, j) ? [{ from: from.name, to: to.name }] : [],
        )
      : [],
  )
  return { rows: rows.length, found }
}
