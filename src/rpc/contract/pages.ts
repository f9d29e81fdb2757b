import * as z from 'zod'
import { column, document, evaluation, flag, severity } from './shapes.ts'

const filter = z.object({
  /** Text to find in any column, without case. */
  search: z.string().optional(),
  flaggedOnly: z.boolean().optional(),
  severity: severity.optional(),
  /** Without `via`: whichever way its flags came. */
  rule: z.object({ node: z.string(), rule: z.string(), via: z.array(z.string()).optional() }).optional(),
  column: z.string().optional(),
  /** What a validator did not evaluate, by one rule or by any; in its own table. */
  evaluation: z.object({ state: evaluation, rule: z.string().optional() }).optional(),
  /** Per-column conditions of the grid's filter. */
  columns: z
    .array(
      z.object({
        column: z.string(),
        operator: z.enum([
          '=',
          '<>',
          '<',
          '<=',
          '>',
          '>=',
          'contains',
          'is_null',
          'is_not_null',
          'longer',
          'shorter',
          'shape',
          'rough_shape',
        ]),
        value: z.string().optional(),
      }),
    )
    .optional(),
})

export const pageRequest = z.object({
  document,
  node: z.string(),
  port: z.string().optional(),
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(1000),
  sort: z.array(z.object({ column: z.string(), direction: z.enum(['asc', 'desc']) })).optional(),
  filter: filter.optional(),
  /** Answer at once with first rows, labelled so, where exact ones take a while; the same request without it waits for them. */
  quick: z.boolean().optional(),
  /** A validator's own table, whatever the port: all rows that it judged, and what it did not evaluate of them. */
  ownTable: z.boolean().optional(),
})

/** Rows of a port: values as the contract's preview prints them; texts past 500 characters are cut, and listed in `cut`. */
const page = z.object({
  columns: z.array(column),
  rows: z.array(z.array(z.unknown())),
  flags: z.array(z.array(flag)),
  /** Rows after the filter; null while not counted. */
  rowCount: z.number().nullable(),
  /** Rows of the port without a filter; null while not counted. */
  totalCount: z.number().nullable(),
  flaggedCount: z.number().nullable(),
  scope: z.string(),
  cut: z.array(z.tuple([z.number(), z.number()])),
  /** What was not evaluated of each row; in a validator's own table. */
  unevaluated: z
    .array(z.array(z.object({ rule: z.string(), columns: z.array(z.string()), state: evaluation })))
    .optional(),
  ms: z.number(),
})

/**
 * Rows by what is flagged of them: each count is of the rows that its own filter would show, in the place of the one of its kind beside
 * the request's other filters.
 */
const flagCounts = z.object({
  flagged: z.number(),
  severities: z.record(severity, z.number()),
  rules: z.array(
    z.object({
      node: z.string(),
      rule: z.string(),
      kind: z.string(),
      via: z.array(z.string()),
      severity,
      columns: z.array(z.string()),
      rows: z.number(),
    }),
  ),
  columns: z.array(z.object({ column: z.string(), severity, rows: z.number() })),
  evaluations: z.array(z.object({ rule: z.string(), state: evaluation, rows: z.number() })),
})

export const pagesCalls = {
  page: { input: pageRequest, output: page },
  /** The whole value of one cell, by the page's own coordinates, as text; at most 16 MB. */
  cell: {
    input: pageRequest.extend({ row: z.number().int().min(0), columnName: z.string() }),
    output: z.object({ value: z.string().nullable(), truncated: z.boolean() }),
  },
  /** The row number (after filter and sort) of the next flagged row at or after `from`; null if there is none. */
  nextFlagged: {
    input: pageRequest.extend({ from: z.number().int().min(0), backwards: z.boolean().optional() }),
    output: z.object({ row: z.number().nullable() }),
  },
  /** How many rows each filter by flags would show; waits for the exact rows. */
  flagCounts: { input: pageRequest, output: flagCounts },
  /** Where the flagged rows of all that is shown are: a mark for each of at most `parts` parts, at the first of its gravest rows. */
  flagLane: {
    input: pageRequest.extend({ parts: z.number().int().min(1).max(1000) }),
    output: z.object({ rows: z.number(), marks: z.array(z.tuple([z.number(), severity])) }),
  },
} as const
