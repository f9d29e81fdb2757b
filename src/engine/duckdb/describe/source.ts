import type { ScanInfo, ScanRequest } from '#core/relation/relation.ts'
import type { Description } from '#core/source/description.ts'
import type { Stamp } from '../encoding.ts'
import type { Session } from '../session.ts'

/** A source that is to be described, and one of its files. */
export interface DescribedSource {
  readonly request: ScanRequest
  readonly files: readonly Stamp[]
  readonly index: number
  /** As it is read; null where it cannot be. */
  readonly info: ScanInfo | null
  readonly session: Session
  readonly signal: AbortSignal | undefined
}

/** What is told of one file, and how others are compared with the first. */
export interface Described extends Pick<Description, 'scope' | 'findings' | 'columns' | 'lines'> {
  readonly differs: (file: Stamp) => Promise<string | null>
}
