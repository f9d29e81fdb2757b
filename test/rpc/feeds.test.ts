import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClient } from '#rpc/client.ts'
import type { FeedValue, Service } from '#rpc/contract.ts'
import { feedCredit } from '#rpc/protocol.ts'
import { serve } from '#rpc/server.ts'
import { memoryWires } from '#rpc/wires/memory.ts'
import { partialService } from './service.ts'

const connect = (feeds: Partial<Service['feeds']>) => {
  const [near, far] = memoryWires()
  serve(partialService({}, feeds), far)
  return { client: createClient(near), near }
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

describe('a feed', () => {
  it('gives every value once and in order, however slowly it is read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 200 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (count, pauses) => {
          const { client } = connect({
            watch: async function* () {
              for (let i = 0; i < count; i++) {
                if (pauses[(i * 7) % Math.max(1, pauses.length)]) await pause(0)
                yield { stamp: String(i) }
              }
            },
          })
          const got: (string | null)[] = []
          for await (const { stamp } of client.feed('watch', { path: 'a' })) {
            got.push(stamp)
            if (pauses[got.length % Math.max(1, pauses.length)]) await pause(0)
          }
          expect(got).toEqual(Array.from({ length: count }, (_, i) => String(i)))
        },
      ),
      { numRuns: 25 },
    )
  })

  it('never runs further ahead of its reader than its credit', async () => {
    let sent = 0
    const { client } = connect({
      watch: async function* () {
        while (true) yield { stamp: String(sent++) }
      },
    })
    let read = 0
    for await (const _value of client.feed('watch', { path: 'a' })) {
      read++
      await pause(0)
      expect(sent - read).toBeLessThanOrEqual(feedCredit + 1)
      if (read === 100) break
    }
    expect(read).toBe(100)
  })

  it('ends at the service when its reader leaves the loop', async () => {
    let ended = false
    const { client } = connect({
      watch: async function* () {
        try {
          while (true) {
            await pause(1)
            yield { stamp: null }
          }
        } finally {
          ended = true
        }
      },
    })
    for await (const _value of client.feed('watch', { path: 'a' })) break
    await expect.poll(() => ended).toBe(true)
  })

  it('still gives its last values after its signal asked it to end', async () => {
    const finished: FeedValue<'run'> = { event: 'finished', report: { run: { status: 'cancelled' } }, problems: [] }
    const { client } = connect({
      run: async function* (_input, { signal }) {
        yield { event: 'started', run: 'r', nodes: [] }
        await new Promise(resolve => signal.addEventListener('abort', resolve))
        yield { ...finished, problems: [] }
      },
    })
    const controller = new AbortController()
    const got: string[] = []
    for await (const value of client.feed(
      'run',
      { document: { text: '', path: null } },
      { signal: controller.signal },
    )) {
      got.push(value.event)
      controller.abort()
    }
    expect(got).toEqual(['started', 'finished'])
  })

  it('throws the problem that the service ended with, after the values before it', async () => {
    const { client } = connect({
      watch: async function* () {
        yield { stamp: '1' }
        throw new Error('gone')
      },
    })
    const got: (string | null)[] = []
    const reading = (async () => {
      for await (const { stamp } of client.feed('watch', { path: 'a' })) got.push(stamp)
    })()
    await expect(reading).rejects.toMatchObject({ problem: { code: 'E-INTERNAL', message: 'gone' } })
    expect(got).toEqual(['1'])
  })

  it('throws when a value does not follow the contract, and stops the service', async () => {
    let ended = false
    const { client } = connect({
      watch: async function* () {
        try {
          while (true) {
            yield { stamp: 5 } as never
            await pause(1)
          }
        } finally {
          ended = true
        }
      },
    })
    const iterator = client.feed('watch', { path: 'a' })[Symbol.asyncIterator]()
    await expect(iterator.next()).rejects.toMatchObject({ problem: { code: 'E-PROTOCOL' } })
    await expect.poll(() => ended).toBe(true)
  })

  it('throws when the wire closes while it is read', async () => {
    const { client, near } = connect({
      watch: async function* (_input, { signal }) {
        yield { stamp: '1' }
        await new Promise(resolve => signal.addEventListener('abort', resolve))
      },
    })
    const iterator = client.feed('watch', { path: 'a' })[Symbol.asyncIterator]()
    await iterator.next()
    setTimeout(() => near.close(), 5)
    await expect(iterator.next()).rejects.toMatchObject({ problem: { code: 'E-DISCONNECTED' } })
  })

  it('runs beside others on the same wire without mixing them up', async () => {
    const { client } = connect({
      watch: async function* ({ path }) {
        for (let i = 0; i < 40; i++) yield { stamp: `${path}${i}` }
      },
    })
    const read = async (path: string) => {
      const got: (string | null)[] = []
      for await (const { stamp } of client.feed('watch', { path })) got.push(stamp)
      return got
    }
    const both = await Promise.all(['a', 'b', 'c'].map(read))
    expect(both.map(got => got.at(-1))).toEqual(['a39', 'b39', 'c39'])
    expect(both.every(got => got.length === 40)).toBe(true)
  })
})
