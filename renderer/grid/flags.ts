import { type RuleSeverity, ruleSeverities } from '#core/rules/types.ts'
import type { GridFlag } from './types.ts'

const rank = (severity: RuleSeverity) => ruleSeverities.indexOf(severity)

/** The gravest of some flags; null for none. */
export const worstOf = (flags: readonly GridFlag[]): RuleSeverity | null =>
  flags.reduce<RuleSeverity | null>(
    (worst, flag) => (worst === null || rank(flag.severity) > rank(worst) ? flag.severity : worst),
    null,
  )

/** A row's flags at one column, the gravest first. */
export const flagsAt = (flags: readonly GridFlag[], column: string): readonly GridFlag[] =>
  flags.filter(flag => flag.columns.includes(column)).sort((a, b) => rank(b.severity) - rank(a.severity))

/** A row's flags that no column at hand shows: they stand at its number. */
export const rowFlags = (flags: readonly GridFlag[], columns: ReadonlySet<string>): readonly GridFlag[] =>
  flags
    .filter(flag => !flag.columns.some(column => columns.has(column)))
    .sort((a, b) => rank(b.severity) - rank(a.severity))

export const graver = (a: RuleSeverity | undefined, b: RuleSeverity): RuleSeverity =>
  a !== undefined && rank(a) > rank(b) ? a : b
