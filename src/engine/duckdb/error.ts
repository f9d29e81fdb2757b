import { withoutSecrets } from './secrets.ts'

/** What DuckDB said of a statement, in parts; thrown by every call of a session. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  /** DuckDB's class of the error: Binder, Parser, Catalog, Conversion, IO, … */
  readonly type: string
  readonly subtype: string | null
  /** UTF-8 byte offset in the statement. */
  readonly position: number | null
  /** The missing column's, function's or table's name. */
  readonly missing: string | null
  readonly candidates: readonly string[]
  readonly sql: string

  constructor(sql: string, cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause)
    const told = withoutSecrets(message)
    const parts = partsOf(told)
    super(withoutSecrets(parts.message), { cause: told === message ? cause : new Error(told) })
    this.sql = withoutSecrets(sql)
    this.type = parts.type
    this.subtype = parts.subtype ?? null
    this.position = parts.position === undefined ? null : Number(parts.position)
    this.missing = parts.missing ?? null
    this.candidates = parts.candidates ?? []
  }
}

interface Parts {
  readonly type: string
  readonly message: string
  readonly subtype?: string | undefined
  readonly position?: string | undefined
  readonly missing?: string | undefined
  readonly candidates?: readonly string[] | undefined
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** With `errors_as_json`, a message is a JSON object, after a prefix in some versions and places. */
const partsOf = (message: string): Parts => {
  const start = message.indexOf('{"exception_type"')
  if (start >= 0) {
    try {
      const found: Record<string, unknown> = JSON.parse(message.slice(start))
      return {
        type: text(found.exception_type) ?? 'Unknown',
        message: text(found.exception_message) ?? message,
        subtype: text(found.error_subtype),
        position: text(found.position),
        missing: text(found.name),
        candidates: text(found.candidates)
          ?.split(',')
          .map(candidate => candidate.trim()),
      }
    } catch {
      return { type: 'Unknown', message }
    }
  }
  const prefix = /^([A-Z][A-Za-z ]*) Error: /.exec(message)
  return prefix ? { type: prefix[1]!, message: message.slice(prefix[0].length) } : { type: 'Unknown', message }
}

/** Says whether the statement was stopped by an interrupt. */
export const wasInterrupted = (error: unknown): boolean =>
  error instanceof DatabaseError && (/^interrupt/i.test(error.type) || /^interrupt/i.test(error.message))

/** Says whether there was too little memory for the statement. */
export const lackedMemory = (error: unknown): boolean =>
  error instanceof DatabaseError && /^out of memory/i.test(error.type)
