import * as z from 'zod'
import type { Operator } from '#core/plan/types.ts'
import { document } from './shapes.ts'

const operator: z.ZodType<Operator, Operator> = z.object({
  name: z.string(),
  detail: z.string(),
  node: z.string().nullable(),
  ms: z.number(),
  rows: z.number(),
  inputs: z.lazy(() => z.array(operator)),
})

const statement = z.object({
  node: z.string(),
  does: z.enum(['table', 'count', 'read', 'write']),
  sql: z.string(),
  parts: z.array(z.object({ node: z.string(), start: z.number(), end: z.number() })),
  nodes: z.array(z.string()),
  reads: z.array(z.number()),
  cut: z
    .object({
      why: z.enum([
        'rules',
        'shared',
        'readers',
        'gate',
        'rejects',
        'volatile',
        'groups',
        'policy',
        'readings',
        'counted',
        'last',
        'sink',
      ]),
      port: z.string().nullable(),
      readers: z.array(z.string()),
    })
    .nullable(),
  measured: z
    .object({
      ms: z.number(),
      cpuMs: z.number().nullable(),
      spilledBytes: z.number(),
      operators: z.array(operator),
    })
    .nullable(),
})

const blocker = z.object({
  of: z.enum(['limit', 'filter']),
  node: z.string(),
  by: z.enum([
    'all',
    'window',
    'volatile',
    'groups',
    'elements',
    'limit',
    'outer',
    'join',
    'rules',
    'shared',
    'table',
    'lines',
  ]),
})

/** What a run sends to DuckDB: see `RunPlan`. */
const runPlan = z.object({
  analyzed: z.boolean(),
  statements: z.array(statement),
  nodes: z.record(
    z.string(),
    z.object({
      statements: z.array(z.number()),
      blockers: z.array(blocker),
      ms: z.number().nullable(),
      rows: z.record(z.string(), z.number().nullable()),
    }),
  ),
})

export const planCalls = {
  /** What a run to all sinks would send; `analyze`: after such a run, measured and written to a scratch folder. */
  plan: { input: z.object({ document, analyze: z.boolean() }), output: runPlan },
} as const
