import * as z from 'zod'
import { column, document, problem } from './shapes.ts'

/** What is known of one node without running it. */
const nodeFacts = z.object({
  inputs: z.record(z.string(), z.array(column)),
  outputs: z.record(
    z.string(),
    z.object({
      columns: z.array(column),
      ordered: z.boolean(),
      role: z.enum(['rows', 'reject']),
      /** The node that must read all its rows before any row of the port can be told; null: none. */
      needsAll: z.string().nullable(),
    }),
  ),
  notDeterministic: z.string().optional(),
  flagsStop: z.string().optional(),
  /** Of what reads files: the state that they are in. */
  stamp: z.string().optional(),
  /** A validator whose own table knows what was not evaluated. */
  ownTable: z.boolean().optional(),
})

export const nodesCalls = {
  /** Stores the rows that come to a pin beside its saved flow; gives the file as the flow is to name it, and how many rows it has. */
  freeze: {
    input: z.object({ document, node: z.string() }),
    output: z.object({ path: z.string(), rows: z.number() }),
  },
  check: {
    input: z.object({ document }),
    output: z.object({ problems: z.array(problem), nodes: z.record(z.string(), nodeFacts) }),
  },
  /** The SQL that computes a port. */
  sql: {
    input: z.object({ document, node: z.string(), port: z.string().optional() }),
    output: z.object({ sql: z.string() }),
  },
} as const
