import * as z from 'zod'
import { column, document, problem } from './shapes.ts'

/** What a source's files say of how they are written, with the evidence: see `Description`. */
const description = z.object({
  reader: z.enum(['csv', 'json', 'parquet', 'duckdb', 'excel']),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), differs: z.string().nullable() })),
  fileCount: z.number(),
  file: z.number(),
  scope: z.string(),
  problem: problem.nullable(),
  findings: z.array(
    z.object({
      setting: z.string().nullable(),
      label: z.string(),
      value: z.string(),
      given: z.boolean(),
      evidence: z.array(z.string()),
      options: z.array(
        z.object({
          value: z.union([z.string(), z.number(), z.boolean()]),
          label: z.string(),
          evidence: z.string().nullable(),
        }),
      ),
    }),
  ),
  columns: z.array(column.extend({ given: z.boolean(), evidence: z.string() })),
  lines: z.array(
    z.object({
      number: z.number(),
      kind: z.enum(['row', 'header', 'skipped', 'empty', 'fault']),
      text: z.string(),
      cut: z.boolean(),
      end: z.enum(['', 'lf', 'crlf', 'cr']),
      reason: z.string().nullable(),
      cells: z.array(z.tuple([z.number(), z.number()])),
      values: z.array(z.string().nullable()).nullable(),
      wrong: z.array(z.number()),
    }),
  ),
})

export const sourcesCalls = {
  /** How the files of a source are written, with the evidence, from the beginning of one of them; also where they cannot be read. */
  describe: {
    input: z.object({ document, node: z.string(), file: z.number().int().min(0) }),
    output: description,
  },
} as const
