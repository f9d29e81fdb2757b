import * as z from 'zod'

export const hostCalls = {
  hello: {
    input: z.object({}),
    output: z.object({
      host: z.enum(['electron', 'web']),
      version: z.string(),
      engine: z.string(),
      threads: z.number(),
      memoryBytes: z.number(),
      /** The flow that the host was started with. */
      open: z.string().nullable(),
      /** Folder that file browsing is bound to (web), or the user's home. */
      root: z.string(),
      dialogs: z.boolean(),
      samples: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          description: z.string(),
          path: z.string(),
          text: z.string(),
          nodes: z.number(),
        }),
      ),
    }),
  },
  /** Drops the rows that were computed before and lie ready; tells how many bytes they took, in memory and across starts. */
  clearCache: { input: z.object({}), output: z.object({ memory: z.number(), disk: z.number() }) },
  /** Tells the host whether there are unsaved changes, so that it can ask before closing. */
  dirty: { input: z.object({ dirty: z.boolean() }), output: z.object({}) },
  /** The crash journal of the document being edited: written by the editor, read at start. */
  journal: {
    input: z.object({ action: z.enum(['read', 'write', 'clear']), text: z.string().optional() }),
    output: z.object({ text: z.string().nullable() }),
  },
} as const

export const hostFeeds = {
  /** Memory in use, what of it lies on the disk, and what runs, at most twice a second. */
  status: {
    input: z.object({}),
    value: z.object({ memoryBytes: z.number(), spilledBytes: z.number(), running: z.string().nullable() }),
  },
  /** What the host's menu asks of the editor. */
  menu: { input: z.object({}), value: z.object({ command: z.string(), path: z.string().optional() }) },
} as const
