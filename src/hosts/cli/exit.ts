import type { Problem } from '#core/problem.ts'
import { RpcError } from '#rpc/error.ts'

/** The contract's exit codes. */
export const exit = { done: 0, world: 1, wrong: 2, gate: 3, difference: 4, cancelled: 130 } as const

/** The command itself is wrong: said with a word on how to ask for help. */
export const usage = (message: string, hint?: string): RpcError =>
  new RpcError({ code: 'E-USAGE', severity: 'error', message, ...(hint ? { hint } : {}) })

const world = /^E-(FILE|TARGET-WRITE|TARGET-EXISTS|DISK|MEMORY|ENGINE|IO|DATA|INTERNAL|LISTEN|HISTORY|VERIFY)/

/** 1 where only the world outside is at fault, 2 where the command or the flow is. */
export const exitOf = (problems: readonly Problem[]): number => {
  const errors = problems.filter(problem => problem.severity === 'error')
  if (errors.length === 0) return exit.done
  return errors.every(problem => world.test(problem.code)) ? exit.world : exit.wrong
}
