import * as z from 'zod'
import { document, parameters, problem } from './shapes.ts'

const runNode = z.object({
  status: z.enum(['waiting', 'running', 'ran', 'cached', 'skipped', 'failed', 'gated', 'staged', 'cancelled']),
  ms: z.number().optional(),
  progress: z.number().min(0).max(1).optional(),
  doing: z.string().optional(),
  ports: z
    .record(z.string(), z.object({ rows: z.number().nullable(), flagged: z.number().nullable().optional() }))
    .optional(),
})

/** A run's feed: states of nodes as they change, then the report of the contract. */
const runEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('started'), run: z.string(), nodes: z.array(z.string()) }),
  z.object({ event: z.literal('nodes'), nodes: z.record(z.string(), runNode) }),
  z.object({ event: z.literal('finished'), report: z.unknown(), problems: z.array(problem) }),
])

/** A run as the history lists it; null is not known, or of a run that did not come to it. */
const runSummary = z.object({
  id: z.string(),
  flow: z.string(),
  name: z.string(),
  sha256: z.string(),
  status: z.enum(['succeeded', 'failed', 'gated', 'cancelled']),
  startedAt: z.string(),
  finishedAt: z.string(),
  asOf: z.string(),
  params: parameters,
  ms: z.number(),
  rowsIn: z.number().nullable(),
  bytesIn: z.number().nullable(),
  /** The newest of the files that it read. */
  dataAt: z.string().nullable(),
  rows: z.number().nullable(),
  bytes: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  spilledBytes: z.number().nullable(),
  flaggedRows: z.number(),
  score: z.number(),
})

export const runsCalls = {
  /** The runs of the flow that its state folder knows, newest first. */
  runs: {
    input: z.object({ document, limit: z.number().int().min(1).max(1000) }),
    output: z.object({ runs: z.array(runSummary) }),
  },
  /** The report of a run as the contract has it; null where it is no longer kept. */
  runReport: {
    input: z.object({ document, run: z.string() }),
    output: z.object({ report: z.unknown() }),
  },
  /** Forgets all runs of the flow, with their manifests; says how many there were. */
  clearRuns: { input: z.object({ document }), output: z.object({ runs: z.number() }) },
} as const

export const runsFeeds = {
  run: {
    /** `dryRun` writes nothing: the report says of each sink what would be written. */
    input: z.object({ document, to: z.array(z.string()).optional(), dryRun: z.boolean().optional() }),
    value: runEvent,
  },
} as const
