import type { ColumnProfile, Histogram, ProfileValue } from './types.ts'

/** `longer` and `shorter` count characters, and mean at least and at most; a `rough_shape` has runs as one. */
export type ConditionOperator =
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'contains'
  | 'is_null'
  | 'is_not_null'
  | 'longer'
  | 'shorter'
  | 'shape'
  | 'rough_shape'

/** What a column is asked to hold; together they are asked all at once. */
export interface ColumnCondition {
  readonly column: string
  readonly operator: ConditionOperator
  readonly value?: string | undefined
}

const isWhole = (type: string): boolean => /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type)

const lengthBetween = (column: string, low: ProfileValue, high: ProfileValue, first: boolean) => [
  { column, operator: 'longer', value: String(Number(low) + (first ? 0 : 1)) } as const,
  { column, operator: 'shorter', value: String(high) } as const,
]

/** The conditions of the rows that a part of a histogram counts; null where there is no such part. */
export const conditionsOfPart = (
  { name: column, type }: Pick<ColumnProfile, 'name' | 'type'>,
  { of, edges }: Histogram,
  part: number,
): readonly ColumnCondition[] | null => {
  const [low, high] = [edges[part], edges[part + 1]]
  if (low === undefined || high === undefined) return null
  if (of === 'length') return lengthBetween(column, low, high, part === 0)
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

/** The condition of the rows whose texts have a shape. */
export const conditionOfPattern = (
  { name: column, roughPatterns }: Pick<ColumnProfile, 'name' | 'roughPatterns'>,
  pattern: string,
): ColumnCondition => ({ column, operator: roughPatterns ? 'rough_shape' : 'shape', value: pattern })
