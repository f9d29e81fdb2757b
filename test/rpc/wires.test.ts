import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterAll, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createClient } from '#rpc/client.ts'
import { serve } from '#rpc/server.ts'
import type { Wire } from '#rpc/wire.ts'
import { memoryWires } from '#rpc/wires/memory.ts'
import { domPortWire, type MainPortLike, mainPortWire, type PortLike } from '#rpc/wires/message-port.ts'
import { socketWire } from '#rpc/wires/web-socket.ts'
import { partialService } from './service.ts'

const cleanup: (() => void)[] = []
afterAll(() => {
  for (const each of cleanup) each()
})

/** Electron's MessagePortMain over one of Node's ports; a transfer list loses data there, so here it throws. */
class MainPort extends EventEmitter implements MainPortLike {
  readonly #port: MessagePort
  constructor(port: MessagePort) {
    super()
    this.#port = port
    port.on('message', data => this.emit('message', { data }))
    port.on('close', () => this.emit('close'))
  }
  postMessage(message: unknown, ...rest: unknown[]): void {
    if (rest.length > 0) throw new Error('never a transfer list')
    this.#port.postMessage(message)
  }
  start(): void {
    this.#port.start()
  }
  close(): void {
    this.#port.close()
  }
}

const sockets = async (): Promise<readonly [Wire, Wire]> => {
  const http = createServer()
  const server = new WebSocketServer({ server: http })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  cleanup.push(() => {
    server.close()
    http.close()
  })
  const far = new Promise<Wire>(resolve => server.on('connection', socket => resolve(socketWire(socket))))
  const near = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
  return [socketWire(near), await far]
}

const wires: Readonly<Record<string, () => Promise<readonly [Wire, Wire]>>> = {
  'in memory': async () => memoryWires(),
  'a WebSocket': sockets,
  'a MessagePort': async () => {
    const { port1, port2 } = new MessageChannel()
    return [domPortWire(port1 as unknown as PortLike), mainPortWire(new MainPort(port2))]
  },
}

describe.each(Object.entries(wires))('%s', (_name, make) => {
  it('carries calls and feeds, and tells both sides of its end', async () => {
    const [near, far] = await make()
    serve(
      partialService(
        { relative: async ({ path }) => ({ path: path.toUpperCase() }) },
        {
          watch: async function* () {
            for (let i = 0; i < 50; i++) yield { stamp: `é${i}` }
          },
        },
      ),
      far,
    )
    const client = createClient(near)
    expect(await client.call('relative', { path: 'größe 🙂', flowPath: null })).toEqual({ path: 'GRÖSSE 🙂' })
    const got: (string | null)[] = []
    for await (const { stamp } of client.feed('watch', { path: 'a' })) got.push(stamp)
    expect(got).toHaveLength(50)
    const ends = [near, far].map(wire => new Promise<void>(resolve => wire.onClose(resolve)))
    near.close()
    await Promise.all(ends)
    await expect(client.call('relative', { path: 'a', flowPath: null })).rejects.toMatchObject({
      problem: { code: 'E-DISCONNECTED' },
    })
  })

  it('tells of its end whoever asks after it', async () => {
    const [near] = await make()
    const first = new Promise<void>(resolve => near.onClose(resolve))
    near.close()
    await first
    await new Promise<void>(resolve => near.onClose(resolve))
  })
})
