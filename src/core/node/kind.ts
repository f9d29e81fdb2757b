import type * as z from 'zod'
import type { SourceShape } from '../drift/drift.ts'
import type { Problem } from '../problem.ts'
import type { ReportFormat } from '../quality-report/format.ts'
import type { Expression, TypedText } from '../relation/expression.ts'
import type { Column, Input, Relation, ScanInfo, ScanRequest } from '../relation/relation.ts'
import type { RuleSeverity } from '../rules/types.ts'
import type { GateLine } from './gate.ts'

export type NodeGroup = 'sources' | 'transforms' | 'validators' | 'sinks'

export interface InputPort {
  readonly name: string
  /** Takes any number of edges (union). */
  readonly many?: boolean
  readonly optional?: boolean
}

export interface OutputPort {
  readonly name: string
  /** `reject` draws the port as a diamond and its edges red and dashed. */
  readonly role?: 'rows' | 'reject'
}

/** What a flag bit of a node means: kept in the node's dictionary, never on the row. */
export interface FlagReason {
  readonly rule: string
  readonly kind: string
  readonly columns: readonly string[]
  readonly severity: RuleSeverity
  /** Sentence with `{value}`, `{column}` and `{raw}`; looked up when a page is read. */
  readonly message: string
  readonly dimension: string
}

/** A quality rule as compiled: which bits are its own, and how its counts are judged. */
export interface CompiledRule {
  readonly id: string
  readonly kind: string
  readonly columns: readonly string[]
  readonly dimension: string
  readonly severity: RuleSeverity
  readonly bits: readonly number[]
  readonly mostly: number
  readonly gate: RuleGate | null
  /** A rule on the whole: which columns of `wholes[of]` hold its outcome. It has no bits. */
  readonly whole?: WholeOutcome
}

/** Where the outcome of a rule on the whole stands, and what it is held against beside. */
export interface WholeOutcome {
  /** Which of the validator's `wholes`. */
  readonly of: number
  /** Column of what was observed, of any type. */
  readonly observed: string
  /** Column of whether it holds; null counts as holding, since there was nothing to judge. */
  readonly holds: string
  readonly lastGood?: AllowedChange
}

/** A change against the last good run, in percent of what was observed then; null: by any. */
export interface AllowedChange {
  readonly fall: number | null
  readonly rise: number | null
}

export interface GateLimit {
  readonly count?: number
  readonly percent?: number
}

export interface RuleGate {
  readonly warn?: GateLimit
  readonly stop?: GateLimit
}

/** What a validator hands to the engine beside its relations. */
export interface CompiledValidator {
  readonly rules: readonly CompiledRule[]
  /** Relations of one row each with the outcomes of rules on the whole. */
  readonly wholes: readonly Relation[]
  readonly gate: Readonly<Partial<Record<RuleSeverity, RuleGate>>>
}

/** What a sink asks the engine to write: the input's rows, to a staged file or table. */
export type SinkRequest = FileRequest | TableRequest

/** Rows for a file, or a folder of partitions. */
export interface FileRequest {
  readonly format: 'csv' | 'parquet' | 'json' | 'excel'
  /** As in the flow, parameters put in. */
  readonly path: string
  readonly ifExists: 'replace' | 'fail' | 'append'
  /** Of a folder that is replaced: all of it, or only the partitions that rows come into. */
  readonly replaces?: 'folder' | 'partitions'
  readonly flagged: 'keep' | 'leave_out' | 'columns' | 'split' | 'refuse'
  /** COPY options in DuckDB's words; of a workbook, its sheet. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[]>>
  readonly lineEnd?: 'lf' | 'crlf'
  readonly batch?: string
}

/** Rows for a table of a DuckDB file. */
export interface TableRequest {
  readonly format: 'duckdb'
  /** As in the flow, parameters put in. */
  readonly path: string
  readonly schema: string
  readonly table: string
  readonly mode: 'replace' | 'append' | 'upsert'
  /** Columns that tell an upsert which row is which. */
  readonly keys: readonly string[]
  /** What becomes of columns that the table has not. */
  readonly newColumns: 'fail' | 'add'
  readonly flagged: 'keep' | 'leave_out' | 'columns' | 'refuse'
  readonly batch?: string
}

/** What a sink of quality reports asks for: none of the rows, but what the run says of them. */
export interface ReportRequest {
  /** As in the flow, parameters put in. */
  readonly path: string
  readonly format: ReportFormat
  /** Most failing rows shown of each rule. */
  readonly samples: number
}

/** What a sink of quarantined rows asks for: its rows, kept in the state folder with their reasons and places. */
export interface QuarantineRequest {
  /** Columns that tell rows apart; none: all that they hold does. */
  readonly keys: readonly string[]
  /** How long what is settled is kept, and how large the store may grow; null: without a limit. */
  readonly keepDays: number | null
  readonly keepMegabytes: number | null
}

/** How the lines of a source's files are made up, so that one can be corrected cell by cell. */
export interface DelimitedShape {
  readonly delimiter: string
  readonly quote: string
  readonly escape: string
  readonly columns: readonly string[]
}

/** The same of records of JSON: the key of each column, and whether its values are texts. */
export interface RecordShape {
  readonly columns: readonly string[]
  readonly keys: readonly string[]
  readonly texts: readonly boolean[]
}

export type LineShape = DelimitedShape | RecordShape

export interface Compiled {
  readonly ports: Readonly<Record<string, Relation>>
  /** A relation that several ports share and that is worth materialising once (a validator's flags). */
  readonly body?: Relation
  /** Bit i of the node's own slots means `flags[i]`. */
  readonly flags?: readonly FlagReason[]
  readonly validator?: CompiledValidator
  readonly sink?: SinkRequest
  readonly report?: ReportRequest
  readonly quarantine?: QuarantineRequest
  /** Of a source in whose files lines can be corrected. */
  readonly lines?: LineShape
  /** Of what reads files: the columns that it found there. */
  readonly source?: SourceShape
  /** Limits that are judged when its rows are there; the run may end here. */
  readonly gate?: readonly GateLine[]
  /** What the run engine looks at beside the rows (a join's expected cardinality). */
  readonly checks?: readonly CompiledCheck[]
  /** Why the result may differ from run to run; shown, and not cached. */
  readonly notDeterministic?: string
  /** Where flags stop, in a sentence; shown on the node. */
  readonly flagsStop?: string
  /** What flags of stored rows mean, by whose they are: nodes that are not in the flow. */
  readonly keptFlags?: Readonly<Record<string, readonly FlagReason[]>>
}

/** Something that should hold of the data whatever the rows' flags: broken if the relation has a row. */
export interface CompiledCheck {
  readonly relation: Relation
  readonly code: string
  /** A warning is a line of the report; an error fails the run before anything is published. */
  readonly severity: 'warning' | 'error'
  /** A sentence, in which `{count}` is the number of the relation's rows. */
  readonly message: string
}

/** Another flow that stands in a node's place: its file, and its parameters' values as texts. */
export interface FlowReference {
  readonly path: string
  readonly params: Readonly<Record<string, string>>
}

/** Where rows enter a flow from a flow around it, or leave it for that. */
export interface Boundary {
  readonly direction: 'input' | 'output'
  readonly name: string
}

/** What DuckDB told of a typed SELECT. */
export interface SqlResult {
  readonly columns: readonly Column[]
  readonly parameters: TypedText['parameters']
  readonly ordered: boolean
}

/** What a kind may ask while it compiles one node: pure look-ups, prepared beforehand. */
export interface CompileContext {
  readonly node: string
  /** Relations at an input port, in the order of the edges; several only where the port says `many`. */
  inputs(port: string): readonly Input[]
  /** The one relation at an input port. Only called for ports that are connected: a required port always is. */
  input(port: string): Input
  /** Parsed expression of a setting, by its dotted path; null after reporting a problem, or where the text is empty. */
  expression(setting: string): TypedText | null
  /** What the engine found at `reads(settings)[index]`. */
  scan(index: number): ScanInfo
  /** Columns of a SQL text, as prepared by DuckDB over the inputs, or null after its problem was reported; only for kinds with `sql`. */
  sql(setting: string): SqlResult | null
  /** What the flags of a node mean, in the order of its bits; none of a node that flags nothing. */
  flags(node: string): readonly FlagReason[]
  /** Resolves a column name without case; reports E-COLUMN-UNKNOWN with the nearest name and gives null. */
  column(input: Input, name: string, setting: string): Column | null
  /** Rows that a flow around this one hands in here; null where the flow stands by itself. */
  given(): Input | null
  /** What the flow in this node's place gives at one of its outputs; only for kinds with `flow`, and their outputs. */
  inner(output: string): Input
  /** A text setting with `${param}` put in (done already in `settings`); a parameter as an expression. */
  report(problem: Omit<Problem, 'node'>): void
  /** The run's as-of time as a literal. */
  readonly asOf: Expression
}

/** A name under which a kind is offered with settings of its own. */
export interface Preset {
  readonly name: string
  /** As a flow holds them: half-filled ones too. */
  readonly settings: Readonly<Record<string, unknown>>
  /** One sentence, where the kind's own does not say it. */
  readonly summary?: string
  /** Further names that the search knows. */
  readonly also?: readonly string[]
  /** An entry of the palette of its own, without a search, too. */
  readonly listed?: boolean
}

/** What the editor knows of a node kind: palette, form, ports and card come from it. */
export interface NodeFace<S = unknown> {
  readonly kind: string
  readonly version: number
  readonly group: NodeGroup
  readonly title: string
  /** One sentence for the palette and `weir nodes`. */
  readonly summary: string
  /** Other tools' names for it, for the palette's search; a preset brings settings. */
  readonly aliases: readonly (string | Preset)[]
  /** The schema, with defaults; each field has `field()` metadata: label, help, widget. */
  readonly settings: z.ZodType<S>
  /** What a new node starts with, where the defaults alone are not valid. */
  readonly initial?: Partial<S>
  inputs(settings: S): readonly InputPort[]
  outputs(settings: S): readonly OutputPort[]
  /** One line for the card, in the person's own words. */
  describe(settings: S): string
  /** The flow that stands in its place. Its ports are that flow's, kept in the settings `inputs` and `outputs` and held against it. */
  readonly flow?: (settings: S) => FlowReference
  /** Of a node that is an input or an output of its flow. */
  readonly boundary?: (settings: S) => Boundary
  /** Whether it gives rows that were stored, so that nothing before it is needed. */
  readonly frozen?: (settings: S) => boolean
}

/** A node kind: everything there is to know of it. What is not in its face is the engine's alone, and no part of the editor's script. */
export interface NodeKind<S = unknown> extends NodeFace<S> {
  /** Where the typed texts are, as dotted paths, and what each may hold; none unless given. */
  readonly expressions?: (settings: S) => readonly ExpressionSlot[]
  /** The typed SELECTs, none unless given; `context.sql(setting)` then gives the columns of each. */
  readonly sql?: (settings: S) => readonly SqlSlot[]
  /** What a source reads; the engine looks at it before `compile`. */
  readonly reads?: (settings: S) => readonly ScanRequest[]
  compile(settings: S, context: CompileContext): Compiled
  /** `upgrades[n]` turns settings of version n into version n + 1. */
  readonly upgrades?: Readonly<Record<number, (settings: Record<string, unknown>) => Record<string, unknown>>>
}

/** A typed text among the settings: where, over which input, and what it may contain. */
export interface ExpressionSlot {
  readonly setting: string
  readonly text: string
  readonly allow: { readonly aggregates: boolean; readonly windows: boolean; readonly sides: boolean }
  /** The input port whose columns it sees; default the first. With `allow.sides`, left and right. */
  readonly input?: string
  /** It has to be true or false. */
  readonly condition?: boolean
  /** Names it sees beside the input's columns (a formula's earlier columns). */
  readonly extra?: readonly string[]
}

/** A typed SELECT among the settings, and the tables that it may read: input ports by name. */
export interface SqlSlot {
  readonly setting: string
  readonly text: string
  readonly tables: readonly { readonly name: string; readonly port: string }[]
}

/** Kinds by name, with the settings type forgotten. */
export type Catalogue = ReadonlyMap<string, NodeKind>

/** What the editor knows of the kinds, by name. */
export type Faces = ReadonlyMap<string, NodeFace>
