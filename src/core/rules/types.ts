/** How bad a violation is; a row is rejected at a validator's `rejectAt` and above. */
export type RuleSeverity = 'info' | 'warning' | 'error' | 'critical'

/** From mild to grave. */
export const ruleSeverities: readonly RuleSeverity[] = ['info', 'warning', 'error', 'critical']

/** What part of quality a rule speaks of. */
export type Dimension = (typeof dimensions)[number]

/** The dimensions, as the report names them. */
export const dimensions = [
  'completeness',
  'validity',
  'uniqueness',
  'consistency',
  'accuracy',
  'timeliness',
  'volume',
  'schema',
] as const
