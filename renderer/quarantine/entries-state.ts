import type { StoreApi } from 'zustand/vanilla'
import type { Problem } from '#core/problem.ts'
import type { CallInput } from '#rpc/contract.ts'
import type { Change, Edit, Entry, Listed } from './entry.ts'

type Input = CallInput<'quarantine'>

/** Which rows are looked at. */
export interface Look extends Pick<Input, 'node' | 'states' | 'search' | 'reason'> {
  readonly document: Input['document']
}

/** An edit that was refused, to be mended. */
export interface Refused {
  readonly edit: Edit | null
  readonly problem: Problem
}

export interface EntriesState {
  readonly listed: Omit<Listed, 'entries'> | null
  /** Why nothing could be read. */
  readonly failure: Problem | null
  readonly loading: boolean
  /** When the rows were last asked for that are shown now. */
  readonly askedAt: number
  readonly refused: Refused | null
  /** The file of corrections was changed by somebody else: told, and read again. */
  readonly changedOutside: boolean
  /** Edits on their way, by entry and column. */
  readonly pending: ReadonlyMap<string, string | null>
  readonly undoable: string | null
  readonly redoable: string | null
  /** Grows with each change of what is shown. */
  readonly version: number
}

/** Entries of one quarantine, page by page, and their corrections, one after another. */
export interface Entries extends StoreApi<EntriesState> {
  row(index: number): Entry | undefined
  look(look: Look): Promise<void>
  /** The same again, as after a run. */
  refresh(): Promise<void>
  want(first: number, end: number): void
  read(first: number, end: number): Promise<readonly Entry[]>
  edit(edits: readonly Edit[], name: string): Promise<boolean>
  change(entries: readonly Entry[], changes: readonly Change[], name: string): Promise<boolean>
  ignore(entries: readonly Entry[], ignored: boolean): Promise<boolean>
  undo(): Promise<boolean>
  redo(): Promise<boolean>
  forget(): void
  fail(problem: Problem): void
  /** The stamp of the file of corrections, as it was seen from outside. */
  seen(stamp: string | null): void
}

export const pageSize = 100
/** As many as one answer holds. */
export const mostAtOnce = 1000

export const fresh: EntriesState = {
  listed: null,
  failure: null,
  loading: true,
  askedAt: 0,
  refused: null,
  changedOutside: false,
  pending: new Map(),
  undoable: null,
  redoable: null,
  version: 0,
}

export const pendingKey = (entry: string, column: number): string => `${entry} ${column}`
