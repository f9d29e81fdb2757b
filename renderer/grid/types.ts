import type { CallInput, CallOutput } from '#rpc/contract.ts'

export type GridPage = CallOutput<'page'>
export type GridFlag = GridPage['flags'][number][number]
export type GridCounts = CallOutput<'flagCounts'>
export type GridLane = CallOutput<'flagLane'>
/** A judgement that was not made of a row. */
export type GridEvaluation = NonNullable<GridPage['unevaluated']>[number][number]
export type GridFilter = NonNullable<CallInput<'page'>['filter']>
export type ColumnCondition = NonNullable<GridFilter['columns']>[number]
export type GridSort = readonly { readonly column: string; readonly direction: 'asc' | 'desc' }[]

/** Where a grid's rows come from: one port, with one sort and one filter. */
export interface GridSource {
  /** The node and port: while it stays the same, old rows stand until new ones come. */
  readonly place: string
  /** `quick`: first rows at once, without counts, where exact ones take a while. */
  page(offset: number, limit: number, quick: boolean, signal: AbortSignal): Promise<GridPage>
  /** A cell's whole value. */
  cell(
    row: number,
    column: string,
    signal: AbortSignal,
  ): Promise<{ readonly value: string | null; readonly truncated: boolean }>
  /** How many rows each filter by flags would show. */
  counts(signal: AbortSignal): Promise<GridCounts>
  /** Where flagged rows are in all that is shown. */
  lane(parts: number, signal: AbortSignal): Promise<GridLane>
  nextFlagged(from: number, backwards: boolean, signal: AbortSignal): Promise<number | null>
}
