/** How bad a violation is; a row is rejected at a validator's `rejectAt` and above. */
export type RuleSeverity = 'info' | 'warning' | 'error' | 'critical'

/** From mild to grave. */
export const ruleSeverities: readonly RuleSeverity[] = ['info', 'warning', 'error', 'critical']
