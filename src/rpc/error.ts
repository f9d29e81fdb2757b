import type { Problem } from '#core/problem.ts'

/** A failed call, with the problem that a person is shown. */
export class RpcError extends Error {
  override readonly name = 'RpcError'

  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.message, options)
  }
}

const failure = (code: string, message: string) => new RpcError({ code, severity: 'error', message })

/** The wire closed before an answer came. */
export const disconnected = (): RpcError => failure('E-DISCONNECTED', 'The connection to Weir was lost.')

/** The caller no longer wants the answer. */
export const cancelled = (): RpcError => failure('E-CANCELLED', 'Cancelled.')

/** The other side sent what the contract does not allow. */
export const violated = (what: string): RpcError =>
  failure('E-PROTOCOL', `A message does not follow the contract: ${what}.`)
