import type { Wire } from '../wire.ts'

interface End extends Wire {
  receive(message: unknown): void
  closed(): void
}

const createEnd = (other: () => End): End => {
  const messages: ((message: unknown) => void)[] = []
  const closings: (() => void)[] = []
  let open = true
  return {
    send: message => {
      const copy: unknown = JSON.parse(JSON.stringify(message))
      if (open) queueMicrotask(() => other().receive(copy))
    },
    onMessage: listener => messages.push(listener),
    onClose: listener => (open ? closings.push(listener) : queueMicrotask(listener)),
    close: () => {
      if (!open) return
      other().closed()
      open = false
      for (const listener of closings) listener()
    },
    receive: message => {
      if (open) for (const listener of messages) listener(message)
    },
    closed: () => {
      if (!open) return
      queueMicrotask(() => {
        open = false
        for (const listener of closings) listener()
      })
    },
  }
}

/** Two ends of a wire within one process; messages are copied, as over any other wire. */
export const memoryWires = (): readonly [Wire, Wire] => {
  const first: End = createEnd(() => second)
  const second: End = createEnd(() => first)
  return [first, second]
}
