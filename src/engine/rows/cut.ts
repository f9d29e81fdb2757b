import type { JsonValue } from '../duckdb/value.ts'

export interface CutRows {
  readonly rows: readonly (readonly JsonValue[])[]
  /** Row and column of each value that was cut. */
  readonly cut: readonly (readonly [number, number])[]
}

/** Cuts texts, and nested values as text, past a number of UTF-16 units, never inside a character. */
export const cutRows = (rows: readonly (readonly JsonValue[])[], cutAt: number | null): CutRows => {
  if (cutAt === null) return { rows, cut: [] }
  const cut: [number, number][] = []
  const shortened = rows.map((row, r) =>
    row.map((value, c) => {
      const text = typeof value === 'string' ? value : Object(value) === value ? JSON.stringify(value) : null
      if (text === null || text.length <= cutAt) return value
      cut.push([r, c])
      return shorten(text, cutAt)
    }),
  )
  return { rows: shortened, cut }
}

const shorten = (text: string, units: number): string => {
  const last = text.charCodeAt(units - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? units - 1 : units)
}
