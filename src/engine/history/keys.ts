export type Values = Readonly<Record<string, unknown>>

/** Columns of a table and the keys of a report that they hold; a key that ends in `?` may be absent, and its column is null then. */
export type Keys = Readonly<Record<string, string>>

const nameOf = (key: string): string => key.replace('?', '')
const isOptional = (key: string): boolean => key.endsWith('?')

/** A part of a report as cells, and the rest: keys without a column, and optional ones that are there and null. */
export const toCells = (part: object, keys: Keys): { readonly cells: Values; readonly rest: Values | null } => {
  const left = new Map<string, unknown>(Object.entries(part))
  const cells = Object.entries(keys).map(([column, key]) => {
    const value = left.get(nameOf(key))
    if (value !== null || !isOptional(key)) left.delete(nameOf(key))
    return [column, value ?? null] as const
  })
  return { cells: Object.fromEntries(cells), rest: left.size === 0 ? null : Object.fromEntries(left) }
}

/** The part of a report that was made into cells. */
export const fromCells = (row: Values, keys: Keys, rest: unknown): Values => ({
  ...Object.fromEntries(
    Object.entries(keys).flatMap(([column, key]) =>
      row[column] === null && isOptional(key) ? [] : [[nameOf(key), row[column]]],
    ),
  ),
  ...(rest ?? {}),
})
