import type { ColumnProfile } from '../../profile/types.ts'
import { count, counted } from '../../quality-report/numbers.ts'
import type { Evidence, RepairCandidate, RepairOutcome, TextFigures } from '../types.ts'
import { saidOf } from '../words.ts'

/** Makes candidates of what is known of a column of texts. */
export type Mender = (column: ColumnProfile, texts: TextFigures, evidence: Evidence) => readonly RepairCandidate[]

/** `12 of 2,000 values have spaces around them.` */
export const changing =
  (column: ColumnProfile, what: string) =>
  ({ changed }: RepairOutcome): string =>
    `${count(changed)} of ${counted(column.count, 'value')} ${saidOf(what, changed)}.`

/** A step of `transform.clean` on a column. */
export const cleaning = (
  column: ColumnProfile,
  title: string,
  steps: readonly string[],
  because: RepairCandidate['because'],
): RepairCandidate => ({
  column: column.name,
  title,
  node: 'transform.clean',
  settings: name => ({ groups: [{ columns: [name], steps }] }),
  mayLose: 0,
  because,
})

/** Settings of nodes that turn texts into values: what cannot be read keeps its text as a flag. */
export const withFlags = { onError: 'flag' } as const
