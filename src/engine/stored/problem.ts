import { ProblemError } from '../problem-error.ts'

/** What a store is called in sentences. */
export interface StoreWords {
  readonly code: string
  /** `The run history` */
  readonly name: string
  /** `no run history of Weir` */
  readonly foreign: string
  /** What to do with a file that is of no use. */
  readonly aside: string
}

interface Trouble {
  readonly path: string
  readonly reason: string
  readonly hint: string
}

/** What keeps a store from being read or written. */
export const storeError = (
  { code, name }: StoreWords,
  { path, reason, hint }: Trouble,
  cause?: unknown,
): ProblemError =>
  new ProblemError(
    { code, severity: 'error', message: `${name} \`${path}\` cannot be used: ${reason}.`, hint },
    { cause },
  )

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!

const known: readonly (readonly [RegExp, string, string | null])[] = [
  [/could not set lock|being used by another process/i, 'another process holds it', 'Close what has it open.'],
  [
    /permission|read-only|not permitted|EACCES|EPERM|EROFS/i,
    'it may not be read or written there',
    'Change the permissions, or choose another state folder with --state.',
  ],
  [/no space left|disk quota|ENOSPC/i, 'the disk is full', 'Make room on the disk.'],
  [/version number/i, 'it was written by a newer DuckDB', 'Open it with the newer Weir, or move it away.'],
  [/not a valid duckdb|corrupt|checksum|could not read|deserializ/i, 'it is damaged', null],
]

/** Any error of the file as one that says what to do; what it said itself stays as the cause. */
export const asStoreError = (words: StoreWords, path: string, error: unknown): ProblemError => {
  if (error instanceof ProblemError) return error
  const [, reason, hint] = known.find(([pattern]) => pattern.test(messageOf(error))) ?? []
  const said = reason ?? messageOf(error).replace(/\.$/, '')
  return storeError(words, { path, reason: said, hint: hint ?? words.aside }, error)
}
