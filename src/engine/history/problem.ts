import { ProblemError } from '../problem-error.ts'

interface Trouble {
  readonly path: string
  readonly reason: string
  readonly hint: string
}

/** What keeps the run history from being read or written. */
export const historyError = ({ path, reason, hint }: Trouble, cause?: unknown): ProblemError =>
  new ProblemError(
    { code: 'E-HISTORY', severity: 'error', message: `The run history \`${path}\` cannot be used: ${reason}.`, hint },
    { cause },
  )

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!

export const isBusy = (error: unknown): boolean =>
  /could not set lock|being used by another process/i.test(messageOf(error))

const aside = 'Move the file away: the next run begins a new history.'

const known: readonly (readonly [RegExp, string, string])[] = [
  [/could not set lock|being used by another process/i, 'another process holds it', 'Close what has it open.'],
  [
    /permission|read-only|not permitted|EACCES|EPERM|EROFS/i,
    'it may not be read or written there',
    'Change the permissions, or choose another state folder with --state.',
  ],
  [/no space left|disk quota|ENOSPC/i, 'the disk is full', 'Make room on the disk.'],
  [/version number/i, 'it was written by a newer DuckDB', 'Open it with the newer Weir, or move it away.'],
  [/not a valid duckdb|corrupt|checksum|could not read|deserializ/i, 'it is damaged', aside],
]

/** Any error of the file as one that says what to do; what it said itself stays as the cause. */
export const asHistoryError = (path: string, error: unknown): ProblemError => {
  if (error instanceof ProblemError) return error
  const [, reason, hint] = known.find(([pattern]) => pattern.test(messageOf(error))) ?? []
  return historyError({ path, reason: reason ?? messageOf(error).replace(/\.$/, ''), hint: hint ?? aside }, error)
}
