import type { Column } from '#core/relation/relation.ts'
import { cellText } from './cell-text.ts'
import type { GridEvaluation, GridFlag } from './types.ts'

/** What the lists of reasons ask of the editor around them. */
export interface ReasonActions {
  readonly titleOf: (node: string) => string
  /** The condition under which a rule of the shown validator speaks of a row; null: always. */
  readonly whenOf: (rule: string) => string | null
  /** Whether a node is there to be gone to; absent: each one is. */
  readonly isThere?: (node: string) => boolean
  readonly onGoTo: (flag: Pick<GridFlag, 'node' | 'rule'>) => void
  readonly onFilter: (flag: GridFlag) => void
  readonly onFilterEvaluation: (evaluation: GridEvaluation) => void
}

// a short value stands in many a sentence by chance
const chance = 3

/** The value that a flag is about, unless its message says it already. */
export const valueBeside = ({ value, message }: GridFlag): string | null => {
  if (value === undefined || value === null) return null
  const text = cellText(value)
  const said = text.length > chance ? message.includes(text) : message.endsWith(text)
  return said ? null : text.slice(0, 200)
}

/** Where a flag's rows came by, in words; nothing for a direct way. */
export const wayText = (via: readonly string[]): string => (via.length === 0 ? '' : `by way of ${via.join(', ')}`)

/** Why a rule said nothing of a row, as far as the row itself tells. */
export const unjudgedText = (
  { columns: names, state }: GridEvaluation,
  when: string | null,
  columns: readonly Column[],
  values: readonly unknown[],
): string => {
  if (state === 'failed') return 'Could not be evaluated for this row'
  const isNull = names.find(name => values[columns.findIndex(column => column.name === name)] === null)
  if (isNull !== undefined) return `Not evaluated: ${isNull} is null`
  return when === null
    ? 'Not evaluated: what it compares with is null'
    : `Not evaluated: ${when} does not hold, or what it compares with is null`
}
