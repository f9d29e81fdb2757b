import type { Problem } from '#core/problem.ts'

export type ScanProblem = Omit<Problem, 'node'>

/** A problem of a source: it ends the look at its files, and reaches the person as a value. */
export class ScanFailure extends Error {
  override readonly name = 'ScanFailure'

  constructor(
    readonly problem: ScanProblem,
    cause?: unknown,
  ) {
    super(problem.message, cause === undefined ? undefined : { cause })
  }
}

export const failure = (code: string, setting: string, message: string, hint?: string, cause?: unknown): ScanFailure =>
  new ScanFailure({ code, severity: 'error', setting, message, ...(hint ? { hint } : {}) }, cause)

export const warning = (code: string, setting: string, message: string, hint?: string): ScanProblem => ({
  code,
  severity: 'warning',
  setting,
  message,
  ...(hint ? { hint } : {}),
})

/** What DuckDB said, in its first line, as the end of a sentence. */
export const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .split('\n')[0]!
    .trim()
    .replace(/[.\s]+$/, '')
