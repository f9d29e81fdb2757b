import type { Wire } from '../wire.ts'

/** The part of a WebSocket that the browser's and `ws`'s have in common. */
export interface SocketLike {
  readonly readyState: number
  send(data: string): void
  close(): void
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
}

const connecting = 0
const opened = 1

const read = (data: unknown): unknown => {
  try {
    return JSON.parse(String(data))
  } catch {
    return undefined
  }
}

/** A wire over a WebSocket, open or still connecting: one JSON text per message; what is said before it opens is kept. */
export const socketWire = (socket: SocketLike): Wire => {
  const early: string[] = []
  socket.addEventListener('open', () => {
    for (const text of early.splice(0)) socket.send(text)
  })
  // Node ends the process on an unheard error; what matters of it is the close that follows.
  socket.addEventListener('error', () => {})
  return {
    send: message => {
      const text = JSON.stringify(message)
      if (socket.readyState === opened) socket.send(text)
      else if (socket.readyState === connecting) early.push(text)
    },
    onMessage: listener => socket.addEventListener('message', event => listener(read(event.data))),
    onClose: listener => {
      if (socket.readyState > opened) queueMicrotask(listener)
      else socket.addEventListener('close', listener)
    },
    close: () => socket.close(),
  }
}
