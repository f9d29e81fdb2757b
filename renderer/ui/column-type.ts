/** How a column's values are shown, by DuckDB's name of its type. */
export type ColumnLook = 'integer' | 'decimal' | 'text' | 'date' | 'time' | 'boolean' | 'nested' | 'binary' | 'other'

const looks: readonly (readonly [RegExp, ColumnLook])[] = [
  [/\]$|^(STRUCT|MAP|UNION|LIST|JSON|VARIANT)\b/, 'nested'],
  [/^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$|^(BIGNUM|VARINT)$/, 'integer'],
  [/^(DECIMAL|NUMERIC|DOUBLE|FLOAT|REAL)\b/, 'decimal'],
  [/^(DATE|TIMESTAMP)/, 'date'],
  [/^(TIME|INTERVAL)/, 'time'],
  [/^BOOL/, 'boolean'],
  [/^(BLOB|BIT)/, 'binary'],
  [/^(VARCHAR|TEXT|STRING|CHAR|ENUM|UUID)/, 'text'],
]

export const lookOf = (type: string): ColumnLook =>
  looks.find(([pattern]) => pattern.test(type.toUpperCase()))?.[1] ?? 'other'

/** Numbers stand right, so that their digits line up. */
export const isNumeric = (type: string): boolean => {
  const look = lookOf(type)
  return look === 'integer' || look === 'decimal'
}
