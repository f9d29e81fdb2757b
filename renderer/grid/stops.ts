import { byRank, isMeant } from './flags.ts'
import type { GridRow } from './page-store.ts'
import type { GridFilter } from './types.ts'

/** Something of a row that F8 stops at. */
export interface Stop {
  readonly columns: readonly string[]
  readonly said: string
}

const asksForReason = ({ severity, rule, column }: GridFilter) =>
  severity !== undefined || rule !== undefined || Boolean(column)

/** What F8 means in a row, the gravest first: the flags that the filter asks for, or what was not evaluated if that is asked for. */
export const stopsOf = ({ flags, unevaluated }: GridRow, filter: GridFilter): readonly Stop[] => {
  const { evaluation } = filter
  if (evaluation && !asksForReason(filter) && !filter.flaggedOnly)
    return unevaluated
      .filter(each => each.state === evaluation.state && (!evaluation.rule || each.rule === evaluation.rule))
      .map(({ columns, rule, state }) => ({
        columns,
        said: `${rule} ${state === 'failed' ? 'could not be evaluated' : 'was not evaluated'}`,
      }))
  return byRank(flags.filter(flag => isMeant(filter, flag))).map(({ columns, severity, message }) => ({
    columns,
    said: `${severity}, ${message}`,
  }))
}
