import * as z from 'zod'

const fileEntry = z.object({
  name: z.string(),
  path: z.string(),
  folder: z.boolean(),
  bytes: z.number(),
  modified: z.number(),
})

const recent = z.object({ path: z.string(), name: z.string(), openedAt: z.number(), exists: z.boolean() })

const opened = z.object({ path: z.string(), text: z.string(), stamp: z.string() })

/** Bytes of the largest file that may be handed over: as text, it has to fit into one message. */
export const longestAddedFile = 10 * 1024 * 1024

export const filesCalls = {
  open: { input: z.object({ path: z.string() }), output: opened },
  /** Saves atomically; with `stamp`, refuses (E-FILE-CHANGED) if the file on disk is no longer that one. */
  save: {
    input: z.object({ path: z.string(), text: z.string(), stamp: z.string().nullable() }),
    output: z.object({ path: z.string(), stamp: z.string() }),
  },
  recent: { input: z.object({}), output: z.array(recent) },
  list: {
    input: z.object({ folder: z.string().nullable() }),
    output: z.object({ folder: z.string(), parent: z.string().nullable(), entries: z.array(fileEntry) }),
  },
  /** Native dialogs, where the host has them (`hello.dialogs`); null if cancelled. */
  dialog: {
    input: z.object({ kind: z.enum(['openFlow', 'saveFlow', 'openData', 'saveData']), current: z.string().nullable() }),
    output: z.object({ path: z.string().nullable() }),
  },
  /** A path as a flow beside `flowPath` would best write it: relative where it lies under its folder. */
  relative: {
    input: z.object({ path: z.string(), flowPath: z.string().nullable() }),
    output: z.object({ path: z.string() }),
  },
  /** Keeps a data file in the folder of a flow (null: the root), never over another; `added` is false where the same was there. */
  addFile: {
    input: z.object({
      name: z.string().max(255),
      flowPath: z.string().nullable(),
      base64: z.string().max(Math.ceil(longestAddedFile / 3) * 4),
    }),
    output: z.object({ path: z.string(), added: z.boolean() }),
  },
} as const

export const filesFeeds = {
  /** A word whenever the open file changes on disk. */
  watch: {
    /** With the stamp of what is known of the file, whatever differs from it is told at once. */
    input: z.object({ path: z.string(), stamp: z.string().nullable().optional() }),
    value: z.object({ stamp: z.string().nullable() }),
  },
} as const
