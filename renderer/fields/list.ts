/** Items of a list as plain objects, whatever half-typed settings hold. */
export const listOf = <T>(value: unknown): readonly T[] => (Array.isArray(value) ? (value as readonly T[]) : [])

/** A copy with one item moved. */
export const movedTo = <T>(list: readonly T[], from: number, to: number): readonly T[] => {
  const item = list[from]
  if (item === undefined || to < 0 || to >= list.length) return list
  return list.toSpliced(from, 1).toSpliced(to, 0, item)
}

/** A copy of an object without the keys whose value is undefined. */
export const without = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T

/** Items of a form's list are who they are by their place; after one is added or removed all are drawn anew. */
export const keyAt = (index: number, list: readonly unknown[]): string => `${index} of ${list.length}`
