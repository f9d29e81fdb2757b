import type { Flow, FlowNode, ParameterValue } from '../flow/types.ts'
import type { Catalogue, Compiled, InputPort, OutputPort } from '../node/kind.ts'
import type { Problem } from '../problem.ts'
import type { Patch } from '../quarantine/patch.ts'
import type { Corrections } from '../quarantine/replay.ts'
import type { Column, Input, Relation, ScanInfo, ScanRequest, Slot } from '../relation/relation.ts'

/** A typed text to be parsed: what it is over, and what it may hold. */
export interface ParseRequest {
  readonly text: string
  readonly allow: { readonly aggregates: boolean; readonly windows: boolean; readonly sides: boolean }
  readonly parameters: readonly string[]
}

/** What DuckDB's own parser found: places in UTF-16 units of the text as typed. */
export type ParseOutcome =
  | {
      readonly ok: true
      readonly references: readonly {
        readonly name: string
        readonly side?: 'left' | 'right'
        readonly start: number
        readonly end: number
      }[]
      readonly parameters: readonly { readonly name: string; readonly start: number; readonly end: number }[]
      readonly volatile: boolean
    }
  | {
      readonly ok: false
      readonly message: string
      readonly start?: number
      readonly end?: number
      readonly code: string
      readonly hint?: string
    }

/** Another flow's file as it was found. */
export interface FoundFlow {
  /** Its one absolute path, whatever links lead there. */
  readonly file: string
  /** What its own relative paths are resolved against. */
  readonly folder: string
  readonly text: string
}

export type Outcome<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: Omit<Problem, 'node'> }

/** What compile asks of the outside, handed in by the engine (or a test). */
export interface CompileWorld {
  /** Parses many expressions in one call. */
  parse(requests: readonly ParseRequest[]): Promise<readonly ParseOutcome[]>
  /** Looks at files: finds them, sniffs the dialect once, tells columns. `folder`: what a relative path is resolved against; null: the request's. */
  scan(request: ScanRequest, node: string, folder: string | null): Promise<Outcome<{ readonly info: ScanInfo }>>
  /** Reads another flow, by its path from a folder; null: the request's. */
  flow(path: string, folder: string | null): Promise<Outcome<{ readonly found: FoundFlow }>>
  /** A path from a folder as an absolute one. */
  absolute(path: string, folder: string | null): string
  /** Visible columns and types of a relation, by preparing it on typed stubs of its inputs. Never runs it. */
  columns(relation: Relation): Promise<Outcome<{ readonly columns: readonly Column[] }>>
  /** Columns of a typed SELECT over named inputs; refuses what is not one SELECT. */
  select(
    text: string,
    inputs: readonly { readonly name: string; readonly columns: readonly Column[] }[],
    parameters: Readonly<Record<string, import('../relation/expression.ts').Literal>>,
  ): Promise<
    Outcome<{
      readonly columns: readonly Column[]
      readonly parameters: readonly { readonly name: string; readonly start: number; readonly end: number }[]
      readonly ordered: boolean
    }>
  >
  /** Environment variable or secret by name, for `${env:…}`; undefined if unset. */
  environment(name: string): string | undefined
  /** Told of each value that may be seen nowhere. */
  readonly keepSecret?: (value: string) => void
}

export interface CompileRequest {
  readonly flow: Flow
  readonly catalogue: Catalogue
  readonly params: Readonly<Record<string, ParameterValue>>
  readonly asOf: string
  readonly world: CompileWorld
  /** The flow's own file, as `world.flow` would tell it; absent of one that was never saved. */
  readonly file?: string
  /** Corrections that lie beside the flow. */
  readonly patches?: readonly Patch[]
}

/** A port of a compiled node. */
export interface CompiledPort {
  readonly relation: Relation
  readonly columns: readonly Column[]
  readonly slots: readonly Slot[]
  readonly ordered: boolean
  readonly role: 'rows' | 'reject'
}

/** A node after compile; `compiled` is null where its problems kept it from being compiled. */
export interface CompiledNode {
  readonly id: string
  readonly node: FlowNode
  /** Settings as parsed, defaults and parameters put in; null if they are not valid. */
  readonly settings: unknown
  readonly inputs: Readonly<Record<string, readonly Input[]>>
  readonly inputPorts: readonly InputPort[]
  readonly outputPorts: readonly OutputPort[]
  readonly compiled: Compiled | null
  readonly ports: Readonly<Record<string, CompiledPort>>
  /** Of a node in whose place another flow stands: what its outputs read, which is that flow's. */
  readonly through?: readonly Input[]
  /** The absolute path of the flow in its place. */
  readonly flowFile?: string
  /** What is corrected of the rows that enter its inputs. */
  readonly corrections?: readonly Corrections[]
}

export interface CompiledFlow {
  readonly flow: Flow
  /**
   * Ids in an order in which every node comes after its inputs; disabled nodes and what hangs on them alone are left out. A node of a flow
   * that stands in a node's place has that node's id, a slash and its own.
   */
  readonly order: readonly string[]
  readonly nodes: Readonly<Record<string, CompiledNode>>
  readonly problems: readonly Problem[]
  /** Effective parameter values. */
  readonly params: Readonly<Record<string, ParameterValue>>
}
