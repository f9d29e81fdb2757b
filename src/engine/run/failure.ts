import type { Problem } from '#core/problem.ts'
import { isBusy } from '../duckdb/attach.ts'
import { DatabaseError } from '../duckdb/error.ts'

/** What a failure is: transient ones are retried, data ones are in the rows, system ones in the machine, logic ones in the flow or in Weir. */
export type FailureClass = 'transient' | 'data' | 'system' | 'logic'

/** A failure of the world or of the rows while a flow runs, as the problem that is shown. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure'

  constructor(
    readonly failureClass: FailureClass,
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(problem.message, options)
  }
}

interface Parts {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly node?: string | undefined
  readonly setting?: string
  readonly sql?: string
}

/** Where to look, for a failure that has no hint of its own. */
const whereToLook: Readonly<Record<FailureClass, string>> = {
  transient: 'It may pass: run again.',
  data: 'Look at the rows that arrive there.',
  system: 'Look at the machine: its disk, its memory, its permissions.',
  logic: 'Look at the settings of the node.',
}

/** Builds a failure; its class ends the hint, so that people and scripts see it. */
export const failure = (failureClass: FailureClass, parts: Parts, options?: ErrorOptions): RunFailure => {
  const { node, hint, ...rest } = parts
  const problem: Problem = {
    ...rest,
    severity: 'error',
    ...(node === undefined ? {} : { node }),
    hint: `${hint ?? whereToLook[failureClass]} (class: ${failureClass})`,
  }
  return new RunFailure(failureClass, problem, options)
}

interface Kind {
  readonly class: FailureClass
  readonly code: string
  readonly hint?: string
}

const full: Kind = {
  class: 'system',
  code: 'E-DISK-FULL',
  hint: 'Make room on the disk, and run again: nothing was published.',
}
const forbidden: Kind = {
  class: 'system',
  code: 'E-FILE-FORBIDDEN',
  hint: 'Change the permissions, or choose another place.',
}
const busy: Kind = { class: 'transient', code: 'E-FILE-BUSY', hint: 'Run again when nothing else uses it.' }
const missing: Kind = { class: 'system', code: 'E-FILE-MISSING' }

const errnos: Readonly<Record<string, Kind>> = {
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: full,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: forbidden,
  EBUSY: busy,
  EAGAIN: busy,
  EMFILE: busy,
  ETIMEDOUT: busy,
  ENOENT: missing,
}

const sentences: readonly (readonly [RegExp, Kind])[] = [
  [/no space left|disk quota|failed to offload|max_temp_directory_size/i, full],
  [/permission denied|read-only file system|not permitted/i, forbidden],
  [
    /could not set lock|resource temporarily unavailable|too many open files|connection (reset|refused)|timed out/i,
    busy,
  ],
  [/no such file|no files found|cannot open file/i, missing],
]

const damaged: Kind = {
  class: 'data',
  code: 'E-FILE-FORMAT',
  hint: 'A file that is read is damaged: copy or download it again.',
}

const types: Readonly<Record<string, Kind>> = {
  // What DuckDB's reader of Parquet says of bytes that are none of its format.
  Invalid: damaged,
  'Out of Memory': { class: 'system', code: 'E-MEMORY' },
  Conversion: { class: 'data', code: 'E-DATA' },
  'Invalid Input': { class: 'data', code: 'E-DATA' },
  'Out of Range': { class: 'data', code: 'E-DATA' },
  Constraint: { class: 'data', code: 'E-DATA' },
  IO: { class: 'system', code: 'E-IO' },
  HTTP: busy,
}

const kindOf = (error: unknown): Kind => {
  const errno = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = errnos[errno]
  if (known) return known
  if (isBusy(error)) return busy
  const text = error instanceof Error ? error.message : String(error)
  const type = error instanceof DatabaseError ? error.type : null
  if (type === null || type === 'IO' || type === 'Out of Memory' || type === 'Fatal') {
    const sentence = sentences.find(([pattern]) => pattern.test(text))
    if (sentence) return sentence[1]
  }
  return (type === null ? undefined : types[type]) ?? { class: 'logic', code: 'E-ENGINE' }
}

const systemMessage = /^E[A-Z]+: ([^,]+)(?:, .*?)?(?: '(.*)')?$/

/** Names of stages mean nothing to a person: the target's is shown. */
const stageName = /\.weir-\d{8}-\d{6}-[0-9a-f]{6}-/g

const sentenceOf = (error: unknown): string => {
  const first = (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim()
  const [, what, path] = systemMessage.exec(first) ?? []
  const said = what === undefined ? first : path === undefined ? what : `${what}: \`${path}\``
  return said.replace(stageName, '')
}

const longestSql = 20_000

/** The statement that an error is of, where it is of one. */
const sqlOf = (error: unknown): Pick<Problem, 'sql'> => {
  if (!(error instanceof DatabaseError)) return {}
  const { length } = error.sql
  const sql = length > longestSql ? `${error.sql.slice(0, longestSql)}…` : error.sql
  return { sql: sql.replace(stageName, '') }
}

const tooLittle = /of size ([\d.]+ \w+) \(([\d.]+ \w+)\/([\d.]+) (\w+) used\)/

const spilling =
  'Most of what sorting, grouping and joining need goes to the disk; lists, joined texts, medians and quantiles hold all values of a group at once. Or take fewer columns or rows before it, or finer groups.'

/** What a step that does not fit into memory needs, beside what is there, and what to try. */
const memoryFailure = (error: unknown, node: string | undefined): RunFailure => {
  const who = node === undefined ? 'The work' : `\`${node}\``
  const [, more, used, limit, unit] = tooLittle.exec(sentenceOf(error)) ?? []
  const needs = more === undefined ? '' : `: ${more} more, beside ${used} of ${limit} ${unit} in use`
  const allow = limit === undefined ? 'more of it' : `\`--memory ${Math.ceil(Number(limit) * 2)}${unit}\` or more`
  const message = `${who} needs more memory than the engine may take${needs}, and cannot put it on the disk.`
  return failure(
    'system',
    { code: 'E-MEMORY', node, message, hint: `Start with ${allow}. ${spilling}`, ...sqlOf(error) },
    { cause: error },
  )
}

/** Any error of a run as a failure, naming the node that it happened at. */
export const asFailure = (error: unknown, node?: string): RunFailure => {
  if (error instanceof RunFailure) {
    if (error.problem.node !== undefined || node === undefined) return error
    return new RunFailure(error.failureClass, { ...error.problem, node }, { cause: error })
  }
  const kind = kindOf(error)
  if (kind.code === 'E-MEMORY') return memoryFailure(error, node)
  return failure(
    kind.class,
    {
      code: kind.code,
      node,
      message: `${node === undefined ? '' : `\`${node}\` failed: `}${sentenceOf(error)}`,
      ...(kind.hint ? { hint: kind.hint } : {}),
      ...sqlOf(error),
    },
    { cause: error },
  )
}
