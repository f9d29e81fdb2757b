/** Why a statement leaves a table, where the work of several nodes could have been one statement. */
export type Cut =
  | 'rules'
  | 'shared'
  | 'readers'
  | 'gate'
  | 'rejects'
  | 'volatile'
  | 'groups'
  | 'policy'
  | 'readings'
  | 'counted'
  | 'last'
  | 'sink'

/** A part of a statement's text that does a node's work. */
export interface StatementPart {
  readonly node: string
  readonly start: number
  readonly end: number
}

/** An operator as DuckDB ran it; `node` where it can be told whose work it is. */
export interface Operator {
  readonly name: string
  /** What it works on, in DuckDB's words. */
  readonly detail: string
  readonly node: string | null
  /** Over all threads. */
  readonly ms: number
  readonly rows: number
  readonly inputs: readonly Operator[]
}

/** What a statement took when the run was analysed. */
export interface Measured {
  readonly ms: number
  /** Over all threads; null where DuckDB keeps no profile of it, as of an update. */
  readonly cpuMs: number | null
  /** The most that lay in the spill folder while it went on. */
  readonly spilledBytes: number
  readonly operators: readonly Operator[]
}

/** A statement of a run, in its turn. */
export interface PlannedStatement {
  /** Who sends it. */
  readonly node: string
  readonly does: 'table' | 'count' | 'read' | 'write'
  readonly sql: string
  /** Whose work stands where; what is in no part holds the parts together. */
  readonly parts: readonly StatementPart[]
  /** All whose work it does, in the flow's order. */
  readonly nodes: readonly string[]
  /** Statements whose tables it reads. */
  readonly reads: readonly number[]
  /** Of one that leaves a table. */
  readonly cut: { readonly why: Cut; readonly port: string | null; readonly readers: readonly string[] } | null
  readonly measured: Measured | null
}

/** What keeps a limit or a filter from going further down. */
export interface Blocker {
  readonly of: 'limit' | 'filter'
  /** Where it stops. */
  readonly node: string
  readonly by:
    | 'all'
    | 'window'
    | 'volatile'
    | 'groups'
    | 'elements'
    | 'limit'
    | 'outer'
    | 'join'
    | 'rules'
    | 'shared'
    | 'table'
    | 'lines'
}

/** A node's place in a run. */
export interface NodePlan {
  /** Indexes of the statements that do its work. */
  readonly statements: readonly number[]
  readonly blockers: readonly Blocker[]
  /** Of its own operators, over all threads; null where they cannot be told from others', or were not measured. */
  readonly ms: number | null
  /** Rows of its ports, where they were counted in an analysed run. */
  readonly rows: Readonly<Record<string, number | null>>
}

/** What a run sends to DuckDB. */
export interface RunPlan {
  readonly analyzed: boolean
  readonly statements: readonly PlannedStatement[]
  /** Nodes that take part. */
  readonly nodes: Readonly<Record<string, NodePlan>>
}
