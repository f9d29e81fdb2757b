import { setTimeout } from 'node:timers/promises'
import type { FlowNode } from '#core/flow/types.ts'
import { asFailure, failure, type RunFailure } from './failure.ts'

/** Whether a node asks for more than to fail once; its work is then done apart from its neighbours'. */
export const hasPolicy = ({ run }: FlowNode): boolean =>
  (run?.retries ?? 0) > 0 || run?.timeoutSeconds != null || (run?.onFailure ?? 'fail') !== 'fail'

const firstWaitMs = 500
const longestWaitMs = 30_000

/** Before the n-th retry: twice as long each time, and a random part of it, so that many do not come back at once. */
export const waitBefore = (retry: number, random = Math.random()): number =>
  Math.min(firstWaitMs * 2 ** (retry - 1), longestWaitMs) * (0.5 + random / 2)

/** Does a node's work within its time limit, and again after transient failures. */
export const withPolicy = async <T>(
  id: string,
  node: FlowNode,
  signal: AbortSignal | undefined,
  work: (limit: AbortSignal | null) => Promise<T>,
): Promise<T> => {
  const { retries = 0, timeoutSeconds = null } = node.run ?? {}
  for (let retry = 1; ; retry += 1) {
    try {
      return await once(id, timeoutSeconds, signal, work)
    } catch (error) {
      if (signal?.aborted) throw error
      const failed = asFailure(error, id)
      if (failed.failureClass !== 'transient' || retry > retries) throw failed
      await setTimeout(waitBefore(retry), undefined, signal ? { signal } : {})
    }
  }
}

const once = async <T>(
  id: string,
  seconds: number | null,
  signal: AbortSignal | undefined,
  work: (limit: AbortSignal | null) => Promise<T>,
): Promise<T> => {
  if (seconds === null) return work(null)
  const limit = AbortSignal.timeout(seconds * 1000)
  try {
    return await work(limit)
  } catch (error) {
    if (limit.aborted && !signal?.aborted) throw tooLong(id, seconds)
    throw error
  }
}

const tooLong = (node: string, seconds: number): RunFailure =>
  failure('transient', {
    code: 'E-RUN-TIMEOUT',
    node,
    message: `\`${node}\` took longer than its limit of ${seconds} s.`,
    hint: 'Give it more time in its run settings.',
  })
