import type { Session } from './session.ts'

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
  /** Columns of a CSV with cells that DuckDB could not convert; null: it could not read all lines. */
  readonly misfits?: ReadonlySet<string> | null
}
