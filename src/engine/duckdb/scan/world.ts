import type { Stamp } from '../encoding.ts'
import type { Session } from '../session.ts'
import type { KeptScans } from './kept.ts'

/** Who waits for files to be looked at: ends a check that nobody else waits for, and is told how far it is. */
export interface ScanWatch {
  readonly signal?: AbortSignal | undefined
  /** Who waits no longer; a look that nobody waits for ends when another one begins, and its checks go on. */
  readonly wanted?: AbortSignal | undefined
  checking?(file: string, share: number): void
  /** Told of the files before they are looked at. */
  found?(files: readonly Stamp[]): void
}

/** What a look at files needs. */
export interface ScanWorld {
  /** Folder that relative paths are resolved against. */
  readonly folder: string
  readonly connection: Session
  /** Where copies in UTF-8 are put; it goes when the engine closes. */
  readonly tempFolder: string
  /**
   * How many milliseconds the lines of a file may take to be checked before it is taken as it is, for now; the check goes on, and who asks
   * later has its answer. Absent: as long as it takes.
   */
  readonly patience?: number
  readonly watch?: ScanWatch
  /** What was found before this start. */
  readonly kept?: KeptScans | undefined
  /** Columns of a CSV with cells that DuckDB could not convert; null: it could not read all lines. */
  readonly misfits?: ReadonlySet<string> | null
}
