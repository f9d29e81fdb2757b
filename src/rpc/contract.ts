import * as z from 'zod'

/**
 * The one contract between the renderer and whoever hosts the engine. A call is asked and answered once; a feed sends values until
 * it ends or is cancelled. Every message is validated on the side that receives it. The flow travels as the
 * document's text, so that both sides parse it with the same code.
 */
export const problem = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  node: z.string().optional(),
  setting: z.string().optional(),
  range: z.object({ start: z.number(), end: z.number() }).optional(),
  message: z.string(),
  hint: z.string().optional(),
  fix: z
    .union([
      z.object({
        title: z.string(),
        node: z.string(),
        path: z.array(z.union([z.string(), z.number()])),
        value: z.unknown(),
      }),
      z.object({
        title: z.string(),
        node: z.string(),
        insert: z.object({ port: z.string(), kind: z.string(), settings: z.record(z.string(), z.unknown()) }),
      }),
    ])
    .optional(),
})

const column = z.object({ name: z.string(), type: z.string() })
const severity = z.enum(['info', 'warning', 'error', 'critical'])
/** A rule that said nothing of a row: it had nothing to judge, or could not. */
const evaluation = z.enum(['skipped', 'failed'])
const parameters = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** The document being edited: its text, where it lies (null: unsaved), and this session's parameter values. */
export const document = z.object({ text: z.string(), path: z.string().nullable(), params: parameters.optional() })

/** What is known of one node without running it. */
export const nodeFacts = z.object({
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

/** A cell flag of a page, as the command line's preview prints it. */
export const flag = z.object({
  node: z.string(),
  rule: z.string(),
  kind: z.string(),
  columns: z.array(z.string()),
  severity,
  message: z.string(),
  value: z.unknown(),
  via: z.array(z.string()),
})

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
export const page = z.object({
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
export const flagCounts = z.object({
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

/** What became of a quarantined row: see `quarantine`. */
const quarantineState = z.enum(['open', 'corrected', 'stale', 'resolved', 'ignored'])

/** A row that a run kept, as its grid shows it. Cells are texts, to be cast to the columns' types; null is null. */
export const quarantineEntry = z.object({
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

export const quarantine = z.object({
  /** The flow's quarantines, in its order. */
  sinks: z.array(z.object({ node: z.string(), origin: quarantineOrigin.nullable(), counts: quarantineCounts })),
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
export const quarantineChange = z.union([
  z.object({ entry: z.string(), set: z.record(z.string(), z.string().nullable()), note: z.string().optional() }),
  z.object({ entry: z.string(), line: z.string(), note: z.string().optional() }),
  z.object({ entry: z.string(), cells: z.array(z.string()), note: z.string().optional() }),
  z.object({ entry: z.string(), remove: z.literal(true) }),
])

const profileValue = z.union([z.string(), z.number(), z.boolean()])

/** What a column's values are, as the command line's profile prints it. */
export const columnProfile = z.object({
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
export const profile = z.object({
  rows: z.number(),
  scope: z.string(),
  columns: z.array(columnProfile),
  keys: z.array(z.array(z.string())),
  /** Columns that follow from another one, in so many first rows. */
  dependencies: z.object({ rows: z.number(), found: z.array(z.object({ from: z.string(), to: z.string() })) }),
})

/** What a source's files say of how they are written, with the evidence: see `Description`. */
export const description = z.object({
  reader: z.enum(['csv', 'json', 'parquet', 'duckdb']),
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

const word = z.object({ value: z.string(), count: z.number() })
const settings = z.record(z.string(), z.unknown())

/** What the rows of a port suggest: rules with the rows that they would flag, repairs with the values that they would change. */
export const suggestions = z.object({
  rows: z.number(),
  scope: z.string(),
  rules: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      columns: z.array(z.string()),
      rule: z.looseObject({ id: z.string(), kind: z.string() }),
      evidence: z.string(),
      flagged: z.number(),
    }),
  ),
  repairs: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      columns: z.array(z.string()),
      node: z.object({ kind: z.string(), settings }),
      evidence: z.string(),
      spellings: z.array(z.object({ to: z.string(), from: z.array(word) })),
      changed: z.number(),
      lost: z.number(),
      examples: z.array(z.object({ before: z.string(), after: z.string().nullable(), rows: z.number() })),
    }),
  ),
})

export const runNode = z.object({
  status: z.enum(['waiting', 'running', 'ran', 'cached', 'skipped', 'failed', 'gated', 'staged', 'cancelled']),
  ms: z.number().optional(),
  progress: z.number().min(0).max(1).optional(),
  doing: z.string().optional(),
  ports: z
    .record(z.string(), z.object({ rows: z.number().nullable(), flagged: z.number().nullable().optional() }))
    .optional(),
})

/** A run's feed: states of nodes as they change, then the report of the contract. */
export const runEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('started'), run: z.string(), nodes: z.array(z.string()) }),
  z.object({ event: z.literal('nodes'), nodes: z.record(z.string(), runNode) }),
  z.object({ event: z.literal('finished'), report: z.unknown(), problems: z.array(problem) }),
])

/** A run as the history lists it; null is not known, or of a run that did not come to it. */
export const runSummary = z.object({
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

export const fileEntry = z.object({
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

/** Calls by name: input and output. Errors come back as one problem each. */
export const calls = {
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
  check: {
    input: z.object({ document }),
    output: z.object({ problems: z.array(problem), nodes: z.record(z.string(), nodeFacts) }),
  },
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
  /** What the rows of a port hold, column by column; `quick`: at once, of first rows, labelled so, where all would take a while. */
  profile: { input: pageRequest.pick({ document: true, node: true, port: true, quick: true }), output: profile },
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
  /** How the files of a source are written, with the evidence, from the beginning of one of them; also where they cannot be read. */
  describe: {
    input: z.object({ document, node: z.string(), file: z.number().int().min(0) }),
    output: description,
  },
  /** Rules and repairs that the rows of a port suggest; `quick` as for a profile. */
  suggest: { input: pageRequest.pick({ document: true, node: true, port: true, quick: true }), output: suggestions },
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
  /** The SQL that computes a port. */
  sql: {
    input: z.object({ document, node: z.string(), port: z.string().optional() }),
    output: z.object({ sql: z.string() }),
  },
  /** Drops the rows that were computed before and lie ready; tells how many bytes they took, in memory and across starts. */
  clearCache: { input: z.object({}), output: z.object({ memory: z.number(), disk: z.number() }) },
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
  /** Tells the host whether there are unsaved changes, so that it can ask before closing. */
  dirty: { input: z.object({ dirty: z.boolean() }), output: z.object({}) },
  /** The crash journal of the document being edited: written by the editor, read at start. */
  journal: {
    input: z.object({ action: z.enum(['read', 'write', 'clear']), text: z.string().optional() }),
    output: z.object({ text: z.string().nullable() }),
  },
} as const

/** Feeds by name: input and each value. */
export const feeds = {
  run: {
    /** `dryRun` writes nothing: the report says of each sink what would be written. */
    input: z.object({ document, to: z.array(z.string()).optional(), dryRun: z.boolean().optional() }),
    value: runEvent,
  },
  /** A word whenever the open file changes on disk. */
  watch: {
    /** With the stamp of what is known of the file, whatever differs from it is told at once. */
    input: z.object({ path: z.string(), stamp: z.string().nullable().optional() }),
    value: z.object({ stamp: z.string().nullable() }),
  },
  /** Memory in use, what of it lies on the disk, and what runs, at most twice a second. */
  status: {
    input: z.object({}),
    value: z.object({ memoryBytes: z.number(), spilledBytes: z.number(), running: z.string().nullable() }),
  },
  /** What the host's menu asks of the editor. */
  menu: { input: z.object({}), value: z.object({ command: z.string(), path: z.string().optional() }) },
} as const

export type Calls = typeof calls
export type Feeds = typeof feeds
export type CallName = keyof Calls
export type FeedName = keyof Feeds
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>
export type CallOutput<N extends CallName> = z.output<Calls[N]['output']>
export type FeedInput<N extends FeedName> = z.input<Feeds[N]['input']>
export type FeedValue<N extends FeedName> = z.output<Feeds[N]['value']>

/** What the renderer is handed: the same on every wire. A failed call rejects with a `RpcError` that holds a problem. */
export interface Client {
  call<N extends CallName>(name: N, input: CallInput<N>, options?: { signal?: AbortSignal }): Promise<CallOutput<N>>
  feed<N extends FeedName>(
    name: N,
    input: FeedInput<N>,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<FeedValue<N>>
}

/** What a host implements, checked against the contract by the compiler. */
export type Service = {
  readonly [N in CallName]: (
    input: z.output<Calls[N]['input']>,
    context: CallContext,
  ) => Promise<z.input<Calls[N]['output']>>
} & {
  readonly feeds: {
    readonly [N in FeedName]: (
      input: z.output<Feeds[N]['input']>,
      context: CallContext,
    ) => AsyncIterable<z.input<Feeds[N]['value']>>
  }
}

export interface CallContext {
  readonly signal: AbortSignal
}
