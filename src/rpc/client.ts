import type { Problem } from '#core/problem.ts'
import { type Client, calls, feeds } from './contract.ts'
import { cancelled, disconnected, RpcError, violated } from './error.ts'
import { openFeed } from './feed.ts'
import { type Request, response } from './protocol.ts'
import type { Wire } from './wire.ts'

/** Takes what belongs to one call or feed. */
export interface Receiver {
  value(value: unknown): void
  end(): void
  fail(error: RpcError): void
}

/** A client of the contract over a wire. Answers are validated here; a failed call rejects with an `RpcError`. */
export const createClient = (wire: Wire): Client => {
  const receivers = new Map<number, Receiver>()
  let closed = false
  let last = 0

  wire.onMessage(message => {
    const parsed = response.safeParse(message)
    if (!parsed.success) return wire.close()
    const answer = parsed.data
    const receiver = receivers.get(answer.id)
    if (!receiver) return
    if (answer.type === 'value') return receiver.value(answer.value)
    receivers.delete(answer.id)
    if (answer.type === 'error') return receiver.fail(new RpcError(answer.problem as Problem))
    if (answer.type === 'result') receiver.value(answer.output)
    receiver.end()
  })
  wire.onClose(() => {
    closed = true
    for (const receiver of receivers.values()) receiver.fail(disconnected())
    receivers.clear()
  })

  const send = (message: Request) => wire.send(message)
  const begin = (receiver: Receiver): number => {
    if (closed) throw disconnected()
    receivers.set(++last, receiver)
    return last
  }

  return {
    call: (name, input, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(cancelled())
        const settle = <T>(done: (value: T) => void) => {
          return (value: T) => {
            signal?.removeEventListener('abort', abort)
            done(value)
          }
        }
        const fail = settle(reject)
        const id = begin({
          value: settle(value => {
            const output = calls[name].output.safeParse(value)
            if (output.success) resolve(output.data as never)
            else reject(violated(`the answer to ${name}`))
          }),
          end: () => fail(violated(`${name} ended without an answer`)),
          fail,
        })
        const abort = () => {
          receivers.delete(id)
          send({ type: 'abort', id })
          fail(cancelled())
        }
        signal?.addEventListener('abort', abort)
        send({ type: 'call', id, name, input })
      }),
    feed: (name, input, { signal } = {}) => ({
      [Symbol.asyncIterator]: () =>
        openFeed({
          name,
          input,
          schema: feeds[name].value,
          signal,
          begin,
          forget: id => receivers.delete(id),
          send,
        }) as never,
    }),
  }
}
