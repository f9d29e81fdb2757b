import type { Patch } from '#core/quarantine/patch.ts'
import type { Column } from '#core/relation/relation.ts'
import type { RowFlag } from '../types.ts'
import type { TypedCell } from './castable.ts'
import type { Shape } from './rows.ts'

/** `corrected`: a patch for it lies beside the flow; `stale`: one that no longer fits; `resolved`: the last run no longer brought it. */
export type QuarantineState = 'open' | 'corrected' | 'stale' | 'resolved' | 'ignored'

export interface QuarantineEntry {
  readonly id: string
  readonly state: QuarantineState
  readonly columns: readonly Column[]
  readonly cells: readonly (string | null)[]
  readonly flags: readonly RowFlag[]
  /** JSON object of the key's columns and texts. */
  readonly key: string | null
  readonly hash: string | null
  readonly place: { readonly file: string; readonly line: number | null; readonly raw: string } | null
  /** How many entries nothing tells apart from this one, with it. */
  readonly alike: number
  readonly run: string
  readonly asOf: string
  readonly firstSeen: string
  readonly lastSeen: string
  readonly patch: Patch | null
  /** Of an entry with a patch: what became of it. */
  readonly told: PatchTold | null
}

/** `waits` for the next run, `replayed` in the last one and rejected again, or `unfit`. */
export type PatchTold = 'waits' | 'replayed' | 'unfit'

export interface QuarantineQuery {
  readonly flow: string
  readonly node: string
  readonly states: readonly QuarantineState[]
  readonly search?: string
  readonly reason?: { readonly node: string; readonly rule: string }
  readonly offset: number
  readonly limit: number
  /** The patches of the node that let the rows aside. */
  readonly patches: readonly Patch[]
}

export interface QuarantinePage {
  readonly entries: readonly QuarantineEntry[]
  readonly count: number
  readonly counts: Readonly<Record<QuarantineState, number>>
  readonly reasons: readonly { readonly node: string; readonly rule: string; readonly entries: number }[]
  /** Of the newest entries; null: there are none. */
  readonly shape: Shape | null
}

/** The quarantined rows of the flows that share a state folder. Where there are none yet, every question has an empty answer. */
export interface Quarantine {
  readonly path: string
  page(query: QuarantineQuery): Promise<QuarantinePage>
  /** Of one node's entries those with these ids. */
  entries(
    of: Pick<QuarantineQuery, 'flow' | 'node' | 'patches'>,
    ids: readonly string[],
  ): Promise<readonly QuarantineEntry[]>
  /** Gives what these nodes of a flow kept to the flow by another name, maybe in another state folder. */
  carry(
    of: { readonly flow: string; readonly nodes: readonly string[] },
    to: { readonly state: string; readonly flow: string },
  ): Promise<void>
  ignore(of: Pick<QuarantineQuery, 'flow' | 'node'>, ids: readonly string[], ignored: boolean): Promise<void>
  /** Whether each text is a value of its type. */
  castable(cells: readonly TypedCell[]): Promise<readonly boolean[]>
}
