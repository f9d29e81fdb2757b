import type { Problem } from '#core/problem.ts'

/** A problem on its way to the person who can mend it: hosts look for `problem` on whatever is thrown. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'

  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.message, options)
  }
}
