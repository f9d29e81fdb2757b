import type { Arguments, Syntax } from './args.ts'
import type { Io } from './io.ts'

/** What a verb's own file exports: it gives the exit code. */
export interface VerbModule {
  readonly run: (args: Arguments, io: Io) => Promise<number>
}

/** A verb: its syntax, known at once, and its file, loaded when it is used. */
export interface Verb extends Syntax {
  readonly load: () => Promise<VerbModule>
}

const none = { name: 'nothing more', least: 0, most: 0 }
const optionalFlow = { name: 'FLOW', least: 0, most: 1 }
const oneFlow = { name: 'a FLOW', least: 1, most: 1 }
const flows = { name: 'at least one FLOW', least: 1, most: Number.POSITIVE_INFINITY }
const kind = { name: 'KIND', least: 0, most: 1 }

const params = {
  param: { value: 'K=V', multiple: true, help: 'value of a parameter; a path is relative to the working folder' },
  'params-file': { value: 'F', help: 'a JSON object of parameter values; --param goes before it' },
}
const budget = {
  memory: { value: '4GB', help: 'most memory that the engine takes' },
  threads: { value: 'N', help: 'threads that the engine uses' },
}

export const verbs: readonly Verb[] = [
  {
    name: 'open',
    summary: 'the desktop editor; in the browser where no Electron can be had',
    operands: optionalFlow,
    options: {},
    load: () => import('./verbs/open.ts'),
  },
  {
    name: 'serve',
    summary: 'the editor over HTTP and WebSocket, on this machine, behind a token',
    operands: optionalFlow,
    options: {
      port: { value: 'N', help: 'port to listen on (any that is free)' },
      host: { value: 'H', help: 'address to listen on (127.0.0.1)' },
      'no-open': { help: 'only print the address' },
      ...budget,
    },
    load: () => import('./verbs/serve.ts'),
  },
  {
    name: 'run',
    summary: 'runs a flow to its sinks',
    operands: oneFlow,
    options: {
      ...params,
      to: { value: 'NODE', multiple: true, help: 'run to this node alone, and what it needs' },
      report: { value: 'F', help: 'write the report of the run' },
      quality: { value: 'F', help: 'write the quality report: .html, .json, or .xml for JUnit' },
      log: { value: 'text|json', help: 'how to tell of the run (text)' },
      ...budget,
      'as-of': { value: 'ISO', help: 'what "now" means to the flow' },
      state: { value: 'DIR', help: 'state folder (.weir beside the flow)' },
      'dry-run': { help: 'write nothing, and print what would be written where' },
      'no-cache': { help: 'compute everything, also what lies ready from before' },
      resume: { help: 'continue the last run where it did not reach its end, for its as-of time' },
    },
    notes: [
      'Exit codes: 0 done, 1 failed on the world outside, 2 the command or the flow is wrong and nothing ran,',
      '3 a gate, or a source whose columns changed, stopped the run and nothing was published, 130 cancelled.',
      'The quality report is written for every run that began, also where a gate stopped it or it failed. It shows',
      'rows that break a rule: keep it like the data.',
    ],
    load: () => import('./verbs/run.ts'),
  },
  {
    name: 'check',
    summary: 'everything that can be known without running',
    operands: flows,
    options: {
      format: { value: 'text|json|sarif', help: 'how to print the problems (text)' },
      sources: { help: 'also tell how the files of sources are written, and why so; not with sarif' },
    },
    notes: [
      "A source's columns are compared with those of the last good run, where the state folder beside the flow has one.",
      'Exit codes: 0 no errors, 2 any error.',
    ],
    load: () => import('./verbs/check.ts'),
  },
  {
    name: 'preview',
    summary: 'rows of one port, with their flags; never writes a sink',
    operands: oneFlow,
    options: {
      node: { value: 'ID', help: 'the node to look at' },
      port: { value: 'P', help: "its port (the kind's first)" },
      limit: { value: 'N', help: 'most rows (20)' },
      offset: { value: 'N', help: 'rows to leave out before (0)' },
      flagged: { help: 'flagged rows alone' },
      format: { value: 'table|json|csv', help: 'how to print them (table)' },
      ...params,
      ...budget,
      'as-of': { value: 'ISO', help: 'what "now" means to the flow' },
    },
    load: () => import('./verbs/preview.ts'),
  },
  {
    name: 'profile',
    summary: 'column statistics of one port',
    operands: oneFlow,
    options: {
      node: { value: 'ID', help: 'the node to look at' },
      port: { value: 'P', help: "its port (the kind's first)" },
      format: { value: 'table|json', help: 'how to print it (table)' },
      ...params,
      ...budget,
      'as-of': { value: 'ISO', help: 'what "now" means to the flow' },
    },
    notes: [
      'As JSON: rows, scope, columns, keys (each a list of columns whose values are there and differ in every row), and',
      'dependencies { rows, found: [{ from, to }] }: in so many first rows, `to` is the same wherever `from` is.',
      'A column: name, type, shape (number, date, boolean, text, other), count (rows with a value), nulls, distinct',
      '{ count, exact }, notFinite, min, max, mean, median, deviation (of the sample; of dates in days), quantiles',
      '[{ at, value }], quantilesExact, length { min, mean, max } of texts, histogram { of: value|length, edges, counts },',
      'frequent [{ value, count, cut }], patterns [{ pattern, count }] and roughPatterns. A part of a histogram holds its',
      'upper edge, and the first one its lower edge, too. In a pattern A is a capital, a another letter, 9 a digit; with',
      'roughPatterns a+ is two or more.',
      'Not exact: distinct by HyperLogLog above a million different values, quantiles by a t-digest above 20 million.',
    ],
    load: () => import('./verbs/profile.ts'),
  },
  {
    name: 'explain',
    summary: 'the SQL that a run sends, whose work each statement does, and what it takes',
    operands: oneFlow,
    options: {
      node: { value: 'ID', help: 'this node alone: its statements, with its part in them' },
      analyze: { help: 'run it, into a scratch folder, and measure each statement; nothing is published' },
      json: { help: 'as JSON' },
      ...params,
      ...budget,
      'as-of': { value: 'ISO', help: 'what "now" means to the flow' },
    },
    notes: [
      'Without --analyze no rows are read, but files whose lines were never checked are. With it everything is computed, with',
      "nothing taken from what lies ready; measuring costs about a tenth. DuckDB's operators are given to a node where only",
      'that node has work of their sort in the statement: the time of others is that of the statement. Times of operators',
      'are over all threads. Publishing (renaming files, merging into tables) is no part of it.',
      'As JSON: analyzed, statements [{ node, does: table|count|read|write, sql, parts [{ node, start, end }], nodes, reads,',
      'cut { why, port, readers }, measured { ms, cpuMs, spilledBytes, operators [{ name, detail, node, ms, rows, inputs }] } }]',
      'and nodes { ID: { statements, blockers [{ of: limit|filter, node, by }], ms, rows } }.',
    ],
    load: () => import('./verbs/explain.ts'),
  },
  {
    name: 'pin',
    summary: 'freezes the rows of a pin beside the flow, or thaws it',
    operands: oneFlow,
    options: {
      node: { value: 'ID', help: 'the pin' },
      thaw: { help: 'let rows pass again; the file stays where it is' },
      ...params,
      ...budget,
      'as-of': { value: 'ISO', help: 'what "now" means to the flow' },
    },
    notes: [
      'The rows that come to the pin are computed and stored with their flags in NAME.pins/ID.parquet beside the flow, which',
      'then names that file. A frozen pin gives those rows, and nothing that only it needs is run or checked.',
    ],
    load: () => import('./verbs/pin.ts'),
  },
  {
    name: 'format',
    summary: 'writes a flow as the editor saves it',
    operands: flows,
    options: { check: { help: 'write nothing; exit code 4 where a flow would change' } },
    load: () => import('./verbs/format.ts'),
  },
  {
    name: 'runs',
    summary: 'the history of runs, newest first',
    operands: optionalFlow,
    options: {
      state: { value: 'DIR', help: 'state folder (.weir beside the flow, or in the working folder)' },
      limit: { value: 'N', help: 'most runs (20)' },
      format: { value: 'table|json', help: 'how to print them (table)' },
      clear: { help: 'forget all runs of the FLOW, with their manifests' },
    },
    notes: [
      'Without a FLOW, those of all flows that share the state folder. The newest 1,000 runs of each flow are kept, for two',
      'years, in `history.duckdb` in the state folder: a DuckDB file with the tables runs, nodes, ports, rules, dimensions',
      'and sinks; their manifests in its folder `runs`.',
      'Exit codes: 0 done, also where nothing ran yet; 1 the history cannot be read.',
    ],
    load: () => import('./verbs/runs.ts'),
  },
  {
    name: 'verify',
    summary: 'runs again what a manifest tells of, and compares',
    operands: { name: 'a MANIFEST', least: 1, most: 1 },
    options: {
      flow: { value: 'FLOW', help: 'the flow, where the manifest lies elsewhere than in its state folder' },
      state: { value: 'DIR', help: 'state folder of the run (.weir beside the flow)' },
      format: { value: 'text|json', help: 'how to print what differs (text)' },
      ...budget,
    },
    notes: [
      'Each run that succeeds, or that a gate stops, leaves its manifest in the state folder: `runs/ID.json`. It is made',
      'again into a scratch folder, never into its targets, with the same parameters and the same "now". Compared are the',
      'counts of nodes and rules, and what sinks wrote: the bytes (of files above 16 MB 64 pieces, and the size), or, where they',
      'differ, the rows in any order, by a hash of each row (up to 32 MB, and by the same version of the engine). Doubles are',
      'in no hash: the sum of each column, weighed by the rows, may differ by 1e-9. Of sinks that append, and of tables, the',
      'number of rows is compared. A target that holds other rows than the run wrote, and that no later run wrote, is told.',
      'Exit codes: 0 the same; 1 the flow, its corrections or a file has changed or is missing, and nothing was run, or it',
      'failed; 4 something differs.',
    ],
    load: () => import('./verbs/verify.ts'),
  },
  {
    name: 'nodes',
    summary: 'the kinds of nodes, with their ports and settings',
    operands: kind,
    options: { json: { help: 'as JSON, with the JSON Schema of the settings' } },
    load: () => import('./verbs/nodes.ts'),
  },
  {
    name: 'rules',
    summary: 'the kinds of quality rules, with their settings',
    operands: kind,
    options: { json: { help: 'as JSON, with the JSON Schema of the settings' } },
    load: () => import('./verbs/rules.ts'),
  },
  {
    name: 'schema',
    summary: "the flow document's JSON Schema",
    operands: none,
    options: {},
    load: () => import('./verbs/schema.ts'),
  },
  {
    name: 'help',
    summary: 'a verb, or the code of a problem, explained',
    operands: { name: 'VERB or CODE', least: 0, most: 1 },
    options: {},
    load: () => import('./verbs/help.ts'),
  },
]
