import type { ColumnCondition } from '#core/profile/conditions.ts'
import type { Column } from '#core/relation/relation.ts'
import type { RuleSeverity } from '#core/rules/types.ts'

export interface PageQuery {
  readonly node: string
  /** Null: the kind's first output port. */
  readonly port: string | null
  readonly offset: number
  readonly limit: number
  readonly sort?: readonly { readonly column: string; readonly direction: 'asc' | 'desc' }[]
  readonly filter?: PageFilter
  /** Cut texts past this many characters; null: never. */
  readonly cutAt: number | null
  /**
   * Answer at once with first rows (or a labelled sample) and without counts, where exact ones take a while; they are prepared
   * meanwhile, and the same query without `quick` waits for them. Default: wait.
   */
  readonly quick?: boolean
  /** Show a validator's own table, whatever the port: all rows that it judged, and what it did not evaluate of them. */
  readonly ownTable?: boolean
}

/** A port whose rows are profiled. */
export type ProfileQuery = Pick<PageQuery, 'node' | 'port' | 'quick'>

export interface PageFilter {
  readonly search?: string
  readonly flaggedOnly?: boolean
  readonly severity?: RuleSeverity
  /** Without `via`: whichever way its flags came. */
  readonly rule?: { readonly node: string; readonly rule: string; readonly via?: readonly string[] }
  readonly column?: string
  /** Rows of a validator's own table that it did not evaluate, by one rule or by any. */
  readonly evaluation?: { readonly state: Evaluation; readonly rule?: string }
  readonly columns?: readonly ColumnCondition[]
}

export interface RowFlag {
  readonly node: string
  readonly rule: string
  readonly kind: string
  readonly columns: readonly string[]
  readonly severity: RuleSeverity
  readonly message: string
  readonly value: unknown
  readonly via: readonly string[]
}

/** Why a rule said nothing of a row: it had nothing to judge, or could not. */
export type Evaluation = 'skipped' | 'failed'

/** A judgement that was not made of a row. */
export interface RowEvaluation {
  readonly rule: string
  readonly columns: readonly string[]
  readonly state: Evaluation
}

export interface PageResult {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly unknown[])[]
  readonly flags: readonly (readonly RowFlag[])[]
  readonly rowCount: number | null
  readonly totalCount: number | null
  readonly flaggedCount: number | null
  readonly scope: string
  readonly cut: readonly (readonly [number, number])[]
  /** What was not evaluated of each row; in a validator's own table alone. */
  readonly unevaluated?: readonly (readonly RowEvaluation[])[]
}

/**
 * Rows by what is flagged of them. Each count is of the rows that its own filter would show, put in the place of the one of its kind
 * beside the query's other filters.
 */
export interface FlagCounts {
  /** Rows with any flag, under the filters that do not speak of flags. */
  readonly flagged: number
  readonly severities: Readonly<Record<RuleSeverity, number>>
  /** Every rule that the rows may carry flags of, also those that no row breaks. */
  readonly rules: readonly RuleCount[]
  readonly columns: readonly ColumnCount[]
  /** In a validator's own table alone. */
  readonly evaluations: readonly EvaluationCount[]
}

export interface RuleCount {
  readonly node: string
  readonly rule: string
  readonly kind: string
  readonly via: readonly string[]
  readonly severity: RuleSeverity
  readonly columns: readonly string[]
  readonly rows: number
}

export interface ColumnCount {
  readonly column: string
  /** The gravest severity of the flags that occur. */
  readonly severity: RuleSeverity
  readonly rows: number
}

export interface EvaluationCount {
  readonly rule: string
  readonly state: Evaluation
  readonly rows: number
}

/** Where flagged rows are in what is shown: at most one mark for each of some hundred parts, at the first of its gravest rows. */
export interface FlagLane {
  readonly rows: number
  readonly marks: readonly (readonly [row: number, severity: RuleSeverity])[]
}

export interface NodeProgress {
  readonly status: 'waiting' | 'running' | 'ran' | 'cached' | 'skipped' | 'failed' | 'gated' | 'staged' | 'cancelled'
  readonly ms?: number
  readonly progress?: number
  /** What a running node does before its own work. */
  readonly doing?: string
  readonly ports?: Readonly<Record<string, { readonly rows: number | null; readonly flagged?: number | null }>>
}

/** Told of every change of a node's state, at most a few times a second per node. */
export type RunListener = (nodes: Readonly<Record<string, NodeProgress>>) => void
