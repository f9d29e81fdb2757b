import type { Session } from './session.ts'

/** What a look at files needs. */
export interface ScanWorld {
  /** Folder that relative paths are resolved against. */
  readonly folder: string
  readonly connection: Session
  /** Where copies in UTF-8 are put; it goes when the engine closes. */
  readonly tempFolder: string
}
