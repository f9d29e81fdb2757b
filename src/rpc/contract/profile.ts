import * as z from 'zod'
import { pageRequest } from './pages.ts'

const profileValue = z.union([z.string(), z.number(), z.boolean()])

/** What a column's values are, as the command line's profile prints it. */
const columnProfile = z.object({
  name: z.string(),
  type: z.string(),
  shape: z.enum(['number', 'date', 'boolean', 'text', 'other']),
  /** Rows with a value. */
  count: z.number(),
  nulls: z.number(),
  distinct: z.object({ count: z.number(), exact: z.boolean() }),
  notFinite: z.number(),
  min: profileValue.nullable(),
  max: profileValue.nullable(),
  mean: profileValue.nullable(),
  median: profileValue.nullable(),
  deviation: z.number().nullable(),
  quantiles: z.array(z.object({ at: z.number(), value: profileValue })),
  quantilesExact: z.boolean(),
  length: z.object({ min: z.number(), mean: z.number(), max: z.number() }).nullable(),
  histogram: z
    .object({ of: z.enum(['value', 'length']), edges: z.array(profileValue), counts: z.array(z.number()) })
    .nullable(),
  frequent: z.array(z.object({ value: profileValue, count: z.number(), cut: z.boolean() })),
  patterns: z.array(z.object({ pattern: z.string(), count: z.number() })),
  /** Two or more of a kind are one in `patterns`. */
  roughPatterns: z.boolean(),
})

/** What the rows of a port hold: of all, or of those that `scope` says. */
const profile = z.object({
  rows: z.number(),
  scope: z.string(),
  columns: z.array(columnProfile),
  keys: z.array(z.array(z.string())),
  /** Columns that follow from another one, in so many first rows. */
  dependencies: z.object({ rows: z.number(), found: z.array(z.object({ from: z.string(), to: z.string() })) }),
})

export const profileCalls = {
  /** What the rows of a port hold, column by column; `quick`: at once, of first rows, labelled so, where all would take a while. */
  profile: { input: pageRequest.pick({ document: true, node: true, port: true, quick: true }), output: profile },
} as const
