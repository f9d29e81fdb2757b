import * as z from 'zod'
import type { FlagReason } from '../node/kind.ts'
import type { Column, Slot } from '../relation/relation.ts'

/** What a frozen file says of its rows: their columns, the flags that lie beside them, and what their bits mean. */
export interface PinNote {
  readonly weir: 1
  readonly frozenAt: string
  readonly columns: readonly Column[]
  readonly slots: readonly Slot[]
  /** By the nodes that flagged. */
  readonly reasons: Readonly<Record<string, readonly FlagReason[]>>
}

/** The key under which the note lies among those of a Parquet file. */
export const noteKey = 'weir'

const place = z.object({ name: z.string(), changed: z.boolean() }).nullable()
const note = z.object({
  weir: z.literal(1),
  frozenAt: z.string(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  slots: z.array(
    z.object({
      validator: z.string(),
      via: z.array(z.string()),
      word: z.number(),
      aggregated: z.boolean(),
      detail: z.boolean(),
      places: z.record(z.string(), place).exactOptional(),
    }),
  ),
  reasons: z.record(
    z.string(),
    z.array(
      z.object({
        rule: z.string(),
        kind: z.string(),
        columns: z.array(z.string()),
        severity: z.enum(['error', 'warning', 'info']),
        message: z.string(),
        dimension: z.string(),
      }),
    ),
  ),
})

/** Reads what a frozen file says of itself; null: it is none. */
export const readNote = (text: string | undefined): PinNote | null => {
  try {
    return note.parse(JSON.parse(text ?? ''))
  } catch {
    return null
  }
}
