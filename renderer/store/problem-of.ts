import type { Problem } from '#core/problem.ts'

/** What a failed call says: the problem it carries, or its message. */
export const problemOf = (error: unknown): Problem => {
  const carried = (error as { problem?: Problem } | null)?.problem
  if (carried) return carried
  return { code: 'E-INTERNAL', severity: 'error', message: error instanceof Error ? error.message : String(error) }
}
