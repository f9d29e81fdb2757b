import type { ColumnProfile, Histogram, ProfileValue } from './types.ts'

/** What a column is asked to hold; together they are asked all at once. */
export interface ColumnCondition {
  readonly column: string
  readonly operator: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'contains' | 'is_null' | 'is_not_null'
  readonly value?: string | undefined
}

const isWhole = (type: string): boolean => /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)

/** The conditions of the rows that a part of a histogram counts; null where lengths of texts are counted. */
export const conditionsOfPart = (
  { name: column, type }: Pick<ColumnProfile, 'name' | 'type'>,
  { of, edges }: Histogram,
  part: number,
): readonly ColumnCondition[] | null => {
  const [low, high] = [edges[part], edges[part + 1]]
  if (of === 'length' || low === undefined || high === undefined) return null
  const value = String(high)
  if (typeof high === 'boolean') return [{ column, operator: '=', value }]
  const first = part === 0
  const from = isWhole(type) && !first ? String(BigInt(low) + 1n) : String(low)
  if (from === value && (first || isWhole(type))) return [{ column, operator: '=', value }]
  return [
    { column, operator: first || isWhole(type) ? '>=' : '>', value: from },
    { column, operator: '<=', value },
  ]
}

/** The condition of the rows that hold a value. */
export const conditionOfValue = (column: string, value: ProfileValue): ColumnCondition => ({
  column,
  operator: '=',
  value: String(value),
})
