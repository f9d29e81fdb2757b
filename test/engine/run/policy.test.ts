import { describe, expect, it } from 'vitest'
import type { FlowNode } from '#core/flow/types.ts'
import { failure } from '#engine/run/failure.ts'
import { waitBefore, withPolicy } from '#engine/run/policy.ts'

const node = (retries: number): FlowNode => ({ kind: 'k', version: 1, settings: {}, run: { retries } })

const failing = (times: number, failureClass: 'transient' | 'data') => {
  let calls = 0
  return {
    work: async () => {
      calls += 1
      if (calls <= times) throw failure(failureClass, { code: 'E-IO', message: 'not now' })
      return calls
    },
    calls: () => calls,
  }
}

describe('retries', () => {
  it('do transient work again, as often as the node says', async () => {
    expect(await withPolicy('n', node(1), undefined, failing(1, 'transient').work)).toBe(2)
    const hopeless = failing(9, 'transient')
    await expect(withPolicy('n', node(1), undefined, hopeless.work)).rejects.toMatchObject({ problem: { node: 'n' } })
    expect(hopeless.calls()).toBe(2)
  })

  it('are not for what would fail again', async () => {
    const wrong = failing(1, 'data')
    await expect(withPolicy('n', node(5), undefined, wrong.work)).rejects.toMatchObject({ failureClass: 'data' })
    expect(wrong.calls()).toBe(1)
  })

  it('stop waiting when the run is cancelled', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    const started = performance.now()
    await expect(withPolicy('n', node(50), stop.signal, failing(99, 'transient').work)).rejects.toThrow()
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('wait twice as long each time, up to half a minute, and never alike', () => {
    expect([1, 2, 3].map(retry => waitBefore(retry, 1))).toEqual([500, 1000, 2000])
    expect(waitBefore(50, 1)).toBe(30_000)
    expect(waitBefore(1, 0)).toBe(250)
  })
})
