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
}

export interface PageFilter {
  readonly search?: string
  readonly flaggedOnly?: boolean
  readonly severity?: RuleSeverity
  readonly rule?: { readonly node: string; readonly rule: string }
  readonly column?: string
  readonly columns?: readonly {
    readonly column: string
    readonly operator: '=' | '<>' | '<' | '<=' | '>' | '>=' | 'contains' | 'is_null' | 'is_not_null'
    readonly value?: string
  }[]
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

export interface PageResult {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly unknown[])[]
  readonly flags: readonly (readonly RowFlag[])[]
  readonly rowCount: number | null
  readonly totalCount: number | null
  readonly flaggedCount: number | null
  readonly scope: string
  readonly cut: readonly (readonly [number, number])[]
}

export interface NodeProgress {
  readonly status: 'waiting' | 'running' | 'ran' | 'cached' | 'skipped' | 'failed' | 'gated' | 'staged' | 'cancelled'
  readonly ms?: number
  readonly progress?: number
  readonly ports?: Readonly<Record<string, { readonly rows: number | null; readonly flagged?: number | null }>>
}

/** Told of every change of a node's state, at most a few times a second per node. */
export type RunListener = (nodes: Readonly<Record<string, NodeProgress>>) => void
