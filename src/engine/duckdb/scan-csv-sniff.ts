import type { ScanOption } from '#core/relation/relation.ts'
import { quoteLiteral } from '#core/sql/quote.ts'
import { literalPath } from './scan-files.ts'
import { printOptions } from './scan-options.ts'
import type { Session } from './session.ts'

export type Given = Readonly<Record<string, ScanOption | undefined>>

/** How a file is written, and what its columns seem to be. */
export interface Dialect {
  readonly delim: string
  readonly quote: string
  readonly escape: string
  readonly comment: string
  readonly skip: number
  readonly header: boolean
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly dateFormat: string | null
  readonly timestampFormat: string | null
}

const sign = (value: unknown): string => {
  const text = value === null ? '' : String(value)
  return text === '(empty)' || text === '\0' ? '' : text.replaceAll('\\t', '\t')
}

/** What DuckDB's sniffer makes of a file; null where it finds no dialect. */
export const sniff = async (session: Session, path: string, given: Given): Promise<Dialect | null> => {
  const found = await session
    .query(
      'SELECT Delimiter, Quote, Escape, Comment, SkipRows, HasHeader, CAST(to_json("Columns") AS VARCHAR), DateFormat, TimestampFormat ' +
        `FROM sniff_csv(${quoteLiteral(literalPath(path))}${printOptions(given)})`,
    )
    .catch(error =>
      /sniffing file|not possible to automatically|state machine/.test(String(error)) ? null : Promise.reject(error),
    )
  const row = found?.rows[0]
  if (!row) return null
  return {
    delim: sign(row[0]),
    quote: sign(row[1]),
    escape: sign(row[2]),
    comment: sign(row[3]),
    skip: Number(row[4]),
    header: row[5] === true,
    columns: JSON.parse(String(row[6])) as Dialect['columns'],
    dateFormat: row[7] === null ? null : String(row[7]),
    timestampFormat: row[8] === null ? null : String(row[8]),
  }
}

const better = (strict: Dialect | null, loose: Dialect | null): Dialect | null => {
  if (!strict || !loose) return strict ?? loose
  if (loose.columns.length > strict.columns.length) return loose
  return loose.columns.length === strict.columns.length && loose.skip < strict.skip ? loose : strict
}

/**
 * The dialect of a file. A file with ragged lines makes the strict sniffer take whole lines for one column, or skip to the first line that fits: then
 * the one that passes over bad lines is asked too.
 */
export const findDialect = async (
  session: Session,
  path: string,
  head: string,
  given: Given,
): Promise<Dialect | null> => {
  const strict = await sniff(session, path, given)
  const doubtful = !strict || strict.columns.length === 1 || strict.skip > Number(given.skip ?? 0)
  const found = doubtful ? better(strict, await sniff(session, path, { ...given, ignore_errors: true })) : strict
  if (!found) return null
  const quoted = await withQuote(session, path, head, given, found)
  return { ...quoted, escape: quoted.escape || quoted.quote }
}

/** Where the sample has no quotes the sniffer turns them off, and a quoted cell further down would be torn apart. */
const withQuote = async (
  session: Session,
  path: string,
  head: string,
  given: Given,
  found: Dialect,
): Promise<Dialect> => {
  if (found.quote !== '' || given.quote !== undefined || found.delim === '"') return found
  if (!head.includes('"')) return { ...found, quote: '"' }
  const again = await sniff(session, path, { ...given, quote: '"', delim: found.delim, ignore_errors: true })
  const same = again && again.columns.length === found.columns.length && again.skip === found.skip
  return same ? { ...found, quote: '"', escape: again.escape } : found
}
