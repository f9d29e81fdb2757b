import * as z from 'zod'
import type { Problem } from '#core/problem.ts'
import { problem } from './contract/shapes.ts'

const id = z.number().int().nonnegative()
const name = z.string()

/** What a client says. A feed may send as many values as it has credit; `abort` asks for an end, `drop` listens no more. */
export const request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, name, input: z.unknown() }),
  z.object({ type: z.literal('feed'), id, name, input: z.unknown(), credit: z.number().int().positive() }),
  z.object({ type: z.literal('credit'), id, count: z.number().int().positive() }),
  z.object({ type: z.literal('abort'), id }),
  z.object({ type: z.literal('drop'), id }),
])

/** What a server answers: one result or error for a call; values, then an end or error, for a feed. */
export const response = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id, output: z.unknown() }),
  z.object({ type: z.literal('value'), id, value: z.unknown() }),
  z.object({ type: z.literal('end'), id }),
  z.object({ type: z.literal('error'), id, problem }),
])

export type Request = z.output<typeof request>
export type Response =
  | Exclude<z.input<typeof response>, { type: 'error' }>
  | { readonly type: 'error'; readonly id: number; readonly problem: Problem }

/** How many values of a feed may be on their way, or wait to be read. */
export const feedCredit = 16
