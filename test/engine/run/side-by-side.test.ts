import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sideBySide, type Turn, type Work } from '#engine/run/side-by-side.ts'

interface Planned {
  readonly after: readonly number[]
  readonly holds: readonly string[]
  readonly alone: boolean
  readonly heavy: boolean
  readonly fails: boolean
  /** Asks for room in the middle of its work. */
  readonly asks: boolean
  readonly ticks: number
}

const planned = (index: number): fc.Arbitrary<Planned> =>
  fc.record({
    after: index === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(index - 1), { maxLength: 2 }),
    holds: fc.subarray(['a', 'b'], { maxLength: 1 }),
    alone: fc.integer({ min: 0, max: 9 }).map(n => n === 0),
    heavy: fc.boolean(),
    fails: fc.integer({ min: 0, max: 9 }).map(n => n === 0),
    asks: fc.integer({ min: 0, max: 4 }).map(n => n === 0),
    ticks: fc.nat(6),
  })

const plans = fc.integer({ min: 1, max: 12 }).chain(n => fc.tuple(...Array.from({ length: n }, (_, i) => planned(i))))

const idOf = (index: number): string => `w${index}`
const indexOf = (id: string): number => Number(id.slice(1))

const tick = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

const worksOf = (all: readonly Planned[]): readonly Work[] =>
  all.map(({ after, holds, alone }, i) => ({ id: idOf(i), after: after.map(idOf), holds, alone }))

/** Does works, holds what is promised of those that run at once, and tells what it came to. */
const trial = async (all: readonly Planned[], width: number, signal?: AbortSignal) => {
  const running = new Set<string>()
  const lonely = new Set<string>()
  const done = new Set<string>()
  const undone = new Set<string>()
  const act = async (id: string, { stopped, alone }: Turn): Promise<void> => {
    const own = all[indexOf(id)]!
    running.add(id)
    const look = () => {
      const others = [...running].filter(other => other !== id)
      const asWork = (other: string) => all[indexOf(other)]!
      expect(running.size).toBeLessThanOrEqual(width)
      expect(others.filter(other => own.holds.some(hold => asWork(other).holds.includes(hold)))).toEqual([])
      if (own.heavy) expect(others.filter(other => asWork(other).heavy)).toEqual([])
      if (own.alone) expect(others).toEqual([])
      if (lonely.has(id)) expect(others.filter(other => !waiting.has(other))).toEqual([])
    }
    try {
      for (let n = 0; n < own.ticks; n++) {
        look()
        await tick()
        if (stopped.aborted || signal?.aborted) throw new Error(`stopped ${id}`)
      }
      if (own.asks) {
        waiting.add(id)
        const waited = await alone()
        waiting.delete(id)
        if (waited && !stopped.aborted && !signal?.aborted) lonely.add(id)
        look()
        await tick()
        look()
      }
      if (own.fails) throw new Error(`failed ${id}`)
      done.add(id)
    } finally {
      running.delete(id)
    }
  }
  const waiting = new Set<string>()
  const isHeavy = async (id: string) => all[indexOf(id)]!.heavy
  const undo = (id: string): void => {
    undone.add(id)
    done.delete(id)
  }
  const ended = sideBySide({ works: worksOf(all), width, signal, isHeavy, act, undo })
  const error = await ended.then(
    () => null,
    (cause: unknown) => String(cause),
  )
  expect(running.size).toBe(0)
  return { error, done: [...done].sort(), undone }
}

describe('works that are done side by side', () => {
  test('come to the same, and fail as the same, as works that are done one after another', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.integer({ min: 2, max: 4 }), async (all, width) => {
        const { undone: _none, ...serial } = await trial(all, 1)
        const { undone: _some, ...beside } = await trial(all, width)
        expect(beside).toEqual(serial)
      }),
      { numRuns: 300 },
    )
  })

  test('all come to an end when they are cancelled, and what was not done is told', async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.nat(8), async (all, ticks) => {
        const stop = new AbortController()
        const cancel = async () => {
          for (let n = 0; n < ticks; n++) await tick()
          stop.abort(new Error('cancelled'))
        }
        const [{ error, done }] = await Promise.all([trial(all, 3, stop.signal), cancel()])
        if (error === null) expect(done).toHaveLength(all.length)
        else expect(error).toMatch(/failed|stopped|cancelled/)
      }),
      { numRuns: 200 },
    )
  })

  test('begin at once where nothing keeps them', async () => {
    const most = { now: 0, ever: 0 }
    const works = ['a', 'b', 'c', 'd'].map((id): Work => ({ id, after: [], holds: [], alone: false }))
    const act = async () => {
      most.now += 1
      most.ever = Math.max(most.ever, most.now)
      await tick()
      most.now -= 1
    }
    await sideBySide({ works, width: 2, signal: undefined, isHeavy: async () => false, act, undo: () => {} })
    expect(most.ever).toBe(2)
  })
})
