import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClient } from '#rpc/client.ts'
import type { Service } from '#rpc/contract.ts'
import { RpcError } from '#rpc/error.ts'
import { type ServeOptions, serve } from '#rpc/server.ts'
import { memoryWires } from '#rpc/wires/memory.ts'
import { partialService } from './service.ts'

const connect = (service: Service, options?: ServeOptions) => {
  const [near, far] = memoryWires()
  serve(service, far, options)
  return { client: createClient(near), near, far }
}

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => (error instanceof RpcError ? error.problem.code : `not a problem: ${error}`),
  )

describe('a call', () => {
  it('gives back what the service answers, whatever the texts, many at once and out of order', async () => {
    const { client } = connect(
      partialService({
        relative: async ({ path }) => {
          await new Promise(resolve => setTimeout(resolve, path.length % 3))
          return { path: `${path}!` }
        },
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), async paths => {
        const answers = await Promise.all(paths.map(path => client.call('relative', { path, flowPath: null })))
        expect(answers.map(answer => answer.path)).toEqual(paths.map(path => `${path}!`))
      }),
      { numRuns: 50 },
    )
  })

  it('is refused by the server when its input does not follow the contract', async () => {
    let asked = false
    const { client } = connect(
      partialService({
        open: async () => {
          asked = true
          return { path: '', text: '', stamp: '' }
        },
      }),
    )
    expect(await codeOf(client.call('open', { path: 7 } as never))).toBe('E-PROTOCOL')
    expect(asked).toBe(false)
  })

  it('is refused by the client when the answer does not follow the contract', async () => {
    const { client } = connect(partialService({ open: async () => ({ path: 1 }) as never }))
    expect(await codeOf(client.call('open', { path: 'a' }))).toBe('E-PROTOCOL')
  })

  it('cannot reach what is not in the contract', async () => {
    const { client } = connect(partialService({}))
    for (const name of ['feeds', 'constructor', '__proto__', 'toString'])
      expect(await codeOf((client.call as (name: string, input: object) => Promise<unknown>)(name, {}))).toBe(
        'E-PROTOCOL',
      )
  })

  it('rejects with the problem that the service threw', async () => {
    const problem = {
      code: 'E-FILE-MISSING',
      severity: 'error',
      message: 'No such file.',
      hint: 'look elsewhere',
    } as const
    const { client } = connect(
      partialService({
        open: async () => {
          throw new RpcError(problem)
        },
      }),
    )
    await expect(client.call('open', { path: 'a' })).rejects.toMatchObject({ name: 'RpcError', problem })
  })

  it('rejects with a problem made by the host for what else was thrown', async () => {
    const service = partialService({
      open: async () => {
        throw new Error('ENOENT')
      },
    })
    const problemOf = () => ({ code: 'E-HOST', severity: 'error', message: 'from the host' }) as const
    expect(await codeOf(connect(service, { problemOf }).client.call('open', { path: 'a' }))).toBe('E-HOST')
    expect(await codeOf(connect(service).client.call('open', { path: 'a' }))).toBe('E-INTERNAL')
  })

  it('aborts the service when its signal is aborted, and rejects at once', async () => {
    let aborted = false
    const { client } = connect(
      partialService({
        open: (_input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              aborted = true
              reject(new Error('stopped'))
            })
          }),
      }),
    )
    const controller = new AbortController()
    const call = codeOf(client.call('open', { path: 'a' }, { signal: controller.signal }))
    setTimeout(() => controller.abort(), 5)
    expect(await call).toBe('E-CANCELLED')
    await expect.poll(() => aborted).toBe(true)
    expect(await codeOf(client.call('open', { path: 'a' }, { signal: controller.signal }))).toBe('E-CANCELLED')
  })

  it('fails when the wire closes, and aborts the service', async () => {
    let aborted = false
    const { client, near } = connect(
      partialService({
        open: (_input, { signal }) =>
          new Promise(() => {
            signal.addEventListener('abort', () => {
              aborted = true
            })
          }),
      }),
    )
    const call = codeOf(client.call('open', { path: 'a' }))
    setTimeout(() => near.close(), 5)
    expect(await call).toBe('E-DISCONNECTED')
    await expect.poll(() => aborted).toBe(true)
    expect(await codeOf(client.call('open', { path: 'a' }))).toBe('E-DISCONNECTED')
  })
})

describe('a message that is none of the protocol', () => {
  it('closes the wire on the server, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.json().map(text => JSON.parse(text)),
          fc.record({ type: fc.string(), id: fc.anything() }),
        ),
        async message => {
          const [near, far] = memoryWires()
          serve(partialService({}), far)
          const closed = new Promise<void>(resolve => near.onClose(resolve))
          near.send(message ?? null)
          await closed
        },
      ),
      { numRuns: 100 },
    )
  })

  it('closes the wire on the client', async () => {
    const [near, far] = memoryWires()
    const client = createClient(near)
    const call = codeOf(client.call('recent', {}))
    far.send({ type: 'result' })
    expect(await call).toBe('E-DISCONNECTED')
  })

  it('is a second request under the same number', async () => {
    const [near, far] = memoryWires()
    serve(partialService({ recent: () => new Promise(() => {}) }), far)
    const closed = new Promise<void>(resolve => near.onClose(resolve))
    for (let i = 0; i < 2; i++) near.send({ type: 'call', id: 1, name: 'recent', input: {} })
    await closed
  })
})
