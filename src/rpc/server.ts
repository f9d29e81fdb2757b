import type { Problem } from '#core/problem.ts'
import { type CallContext, type CallName, calls, type FeedName, feeds, type Service } from './contract.ts'
import { cancelled, RpcError, violated } from './error.ts'
import { type Request, type Response, request } from './protocol.ts'
import type { Wire } from './wire.ts'

export interface ServeOptions {
  /** Turns what a service throws into a problem; without it, or if it gives null, the message alone is told. */
  readonly problemOf?: (error: unknown) => Problem | null
}

interface Open {
  readonly controller: AbortController
  grant(count: number): void
  drop(): void
}

const isCall = (name: string): name is CallName => Object.hasOwn(calls, name)
const isFeed = (name: string): name is FeedName => Object.hasOwn(feeds, name)

/** Answers a wire's requests from a service until the wire closes; what is open then is aborted. */
export const serve = (service: Service, wire: Wire, { problemOf = () => null }: ServeOptions = {}): void => {
  const open = new Map<number, Open>()
  const send = (message: Response) => wire.send(message)

  const toProblem = (error: unknown, signal: AbortSignal): Problem => {
    if (error instanceof RpcError) return error.problem
    if (signal.aborted) return cancelled().problem
    const message = error instanceof Error ? error.message : String(error)
    return problemOf(error) ?? { code: 'E-INTERNAL', severity: 'error', message }
  }

  const answer = async (id: number, controller: AbortController, work: () => Promise<Response>) => {
    const { signal } = controller
    const last = await work().catch((error): Response => ({ type: 'error', id, problem: toProblem(error, signal) }))
    if (open.delete(id)) send(last)
  }

  const call = (message: Extract<Request, { type: 'call' }>) => {
    const { id, name } = message
    const controller = new AbortController()
    open.set(id, { controller, grant: () => {}, drop: () => controller.abort() })
    void answer(id, controller, async () => {
      if (!isCall(name)) throw violated(`there is no call ${name}`)
      const input = calls[name].input.safeParse(message.input)
      if (!input.success) throw violated(`the input of ${name}: ${input.error.issues[0]?.message}`)
      const method = service[name] as (input: unknown, context: CallContext) => Promise<unknown>
      return { type: 'result', id, output: await method(input.data, { signal: controller.signal }) }
    })
  }

  const feed = (message: Extract<Request, { type: 'feed' }>) => {
    const { id, name } = message
    const controller = new AbortController()
    let credit = message.credit
    let wake = () => {}
    let dropped = false
    const resume = () => wake()
    open.set(id, {
      controller,
      grant: count => {
        credit += count
        resume()
      },
      drop: () => {
        dropped = true
        open.delete(id)
        controller.abort()
        resume()
      },
    })
    void answer(id, controller, async () => {
      if (!isFeed(name)) throw violated(`there is no feed ${name}`)
      const input = feeds[name].input.safeParse(message.input)
      if (!input.success) throw violated(`the input of ${name}: ${input.error.issues[0]?.message}`)
      const method = service.feeds[name] as (input: unknown, context: CallContext) => AsyncIterable<unknown>
      for await (const value of method(input.data, { signal: controller.signal })) {
        while (credit === 0 && !dropped)
          await new Promise<void>(resolve => {
            wake = resolve
          })
        if (dropped) break
        credit--
        send({ type: 'value', id, value })
      }
      return { type: 'end', id }
    })
  }

  wire.onMessage(raw => {
    const parsed = request.safeParse(raw)
    if (!parsed.success) return wire.close()
    const message = parsed.data
    const known = open.get(message.id)
    if (message.type === 'call' || message.type === 'feed') {
      if (known) return wire.close()
      return message.type === 'call' ? call(message) : feed(message)
    }
    if (message.type === 'abort') known?.controller.abort()
    else if (message.type === 'credit') known?.grant(message.count)
    else known?.drop()
  })
  wire.onClose(() => {
    for (const each of [...open.values()]) each.drop()
    open.clear()
  })
}
