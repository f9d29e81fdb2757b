import * as z from 'zod'
import { column, document, flag, problem } from './shapes.ts'

/** What became of a quarantined row: see `quarantine`. */
const quarantineState = z.enum(['open', 'corrected', 'stale', 'resolved', 'ignored'])

/** A row that a run kept, as its grid shows it. Cells are texts, to be cast to the columns' types; null is null. */
const quarantineEntry = z.object({
  id: z.string(),
  state: quarantineState,
  /** One for each column; of a line, what it splits into, which may be fewer or more. */
  cells: z.array(z.string().nullable()),
  /** Why it is here, as a page tells flags. */
  flags: z.array(flag),
  /** Of a line of a file: where it stood, and its text. */
  place: z.object({ file: z.string(), line: z.number().nullable(), raw: z.string() }).nullable(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  run: z.string(),
  asOf: z.string(),
  /** The correction that lies beside the flow: the cells that it sets and what it was made of, or the line that it puts in the place of this one. */
  patch: z
    .object({
      was: z.record(z.string(), z.string().nullable()),
      set: z.record(z.string(), z.string().nullable()),
      line: z.string().nullable(),
      cells: z.array(z.string()).nullable(),
      note: z.string().nullable(),
      at: z.string().nullable(),
    })
    .nullable(),
  /** Why it cannot be corrected, or why its correction no longer fits; null: it can, and does. */
  why: z.string().nullable(),
})

/** Where the rows of a quarantine come from, and how corrected ones go in again: cells of an input's rows, or lines of a file. */
const quarantineOrigin = z.object({ node: z.string(), port: z.string(), way: z.enum(['rows', 'lines']) })

const quarantineCounts = z.record(quarantineState, z.number())

const quarantine = z.object({
  /** The flow's quarantines, in its order. */
  sinks: z.array(
    z.object({
      node: z.string(),
      origin: quarantineOrigin.nullable(),
      /** Without an origin: why corrected rows cannot go in again, as the end of a sentence. */
      whyNot: z.string().nullable(),
      /** Null: the store cannot be read. */
      counts: quarantineCounts.nullable(),
    }),
  ),
  /** The one that is shown: what was asked for, or the first; null: the flow has none. */
  node: z.string().nullable(),
  /** Of its cells; `editable`: a correction can be replayed there. */
  columns: z.array(column.extend({ editable: z.boolean(), key: z.boolean() })),
  entries: z.array(quarantineEntry),
  /** Entries after the filter. */
  count: z.number(),
  /** Every reason of the shown quarantine's entries, with how many of them have it, whatever the filter. */
  reasons: z.array(z.object({ node: z.string(), rule: z.string(), entries: z.number() })),
  /** The file of corrections, and what it held; null: there is none yet. */
  file: z.string().nullable(),
  stamp: z.string().nullable(),
  /** What keeps the store or the file from being read. */
  problems: z.array(problem),
})

/** One corrected entry: other cells, or another line (as text, or as cells to be joined). `remove` takes its correction back. */
const quarantineChange = z.union([
  z.object({ entry: z.string(), set: z.record(z.string(), z.string().nullable()), note: z.string().optional() }),
  z.object({ entry: z.string(), line: z.string(), note: z.string().optional() }),
  z.object({ entry: z.string(), cells: z.array(z.string()), note: z.string().optional() }),
  z.object({ entry: z.string(), remove: z.literal(true) }),
])

export const quarantineCalls = {
  /** Rows that runs of the flow kept in its quarantines, a page of one of them; without `states`, all but the resolved. */
  quarantine: {
    input: z.object({
      document,
      node: z.string().optional(),
      states: z.array(quarantineState).optional(),
      /** With this text in any cell or in the line, without case. */
      search: z.string().optional(),
      reason: z.object({ node: z.string(), rule: z.string() }).optional(),
      /** These alone, in this order, whatever the filter. */
      entries: z.array(z.string()).max(1000).optional(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(1000),
    }),
    output: quarantine,
  },
  /**
   * Corrects entries: writes the file of corrections beside the flow, which must have been saved. All changes are made or, where one is
   * wrong, none, and `problems` says why. With `stamp`, refuses (E-FILE-CHANGED) if the file on disk is no longer that one.
   */
  quarantineCorrect: {
    input: z.object({
      document,
      node: z.string(),
      stamp: z.string().nullable(),
      changes: z.array(quarantineChange).min(1),
    }),
    output: z.object({
      file: z.string(),
      stamp: z.string().nullable(),
      problems: z.array(problem.extend({ entry: z.string() })),
    }),
  },
  /** Leaves entries out of what is open, as nobody wants to correct them, or takes that back. */
  quarantineIgnore: {
    input: z.object({ document, node: z.string(), entries: z.array(z.string()).min(1), ignored: z.boolean() }),
    output: z.object({}),
  },
  /** What the quarantines of a flow without a file kept goes over to the file that it was saved in. */
  quarantineCarry: { input: z.object({ document, path: z.string() }), output: z.object({}) },
} as const
