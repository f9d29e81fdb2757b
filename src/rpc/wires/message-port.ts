import type { Wire } from '../wire.ts'

/** The DOM's MessagePort, as far as it is used: never a transfer list, which loses data in Electron. */
export interface PortLike {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  addEventListener(type: 'close', listener: () => void): void
  start(): void
  close(): void
}

/** Electron's MessagePortMain, as far as it is used. */
export interface MainPortLike {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

type Listen = (message: (event: { data: unknown }) => void, close: () => void) => void

const portWire = (port: Pick<PortLike, 'postMessage' | 'start' | 'close'>, listen: Listen): Wire => {
  const messages: ((message: unknown) => void)[] = []
  const closings: (() => void)[] = []
  let open = true
  const closed = () => {
    if (!open) return
    open = false
    for (const listener of closings) listener()
  }
  listen(event => {
    for (const listener of messages) listener(event.data)
  }, closed)
  return {
    send: message => {
      if (open) port.postMessage(message)
    },
    onMessage: listener => {
      messages.push(listener)
      port.start()
    },
    onClose: listener => (open ? closings.push(listener) : queueMicrotask(listener)),
    close: () => {
      port.close()
      closed()
    },
  }
}

/** A wire over a MessagePort of the DOM (or of Node). */
export const domPortWire = (port: PortLike): Wire =>
  portWire(port, (message, close) => {
    port.addEventListener('message', message)
    port.addEventListener('close', close)
  })

/** A wire over Electron's MessagePortMain. */
export const mainPortWire = (port: MainPortLike): Wire =>
  portWire(port, (message, close) => {
    port.on('message', message)
    port.on('close', close)
  })
