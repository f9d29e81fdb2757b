import { createClient } from '#rpc/client.ts'
import type { Client } from '#rpc/contract.ts'
import { domPortWire } from '#rpc/wires/message-port.ts'
import { socketWire } from '#rpc/wires/web-socket.ts'

declare global {
  interface Window {
    /** What the desktop shell's preload leaves. */
    readonly weirHost?: {
      /** Makes a channel, whose page end comes as a message. */
      connect(): void
      /** The path of a file that was dropped or pasted; empty where it has none. */
      pathOf(file: File): string
    }
  }
}

const portMessage = 'weir:port'

const shellPort = (connect: () => void): Promise<MessagePort> =>
  new Promise(resolve => {
    const take = (event: MessageEvent) => {
      const [port] = event.ports
      if (event.source !== window || event.data !== portMessage || !port) return
      window.removeEventListener('message', take)
      resolve(port)
    }
    window.addEventListener('message', take)
    connect()
  })

/** The wire to whoever hosts the engine: the shell's port, else a WebSocket to where the page came from. */
export const connect = async (): Promise<Client> => {
  const host = window.weirHost
  if (host) return createClient(domPortWire(await shellPort(() => host.connect())))
  const url = new URL('/rpc', window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return createClient(socketWire(new WebSocket(url)))
}
