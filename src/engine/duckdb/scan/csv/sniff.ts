import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ScanOption } from '#core/relation/relation.ts'
import { quotePath } from '#core/sql/quote.ts'
import type { Session } from '../../session.ts'
import { printOptions } from '../options.ts'
import type { ScanWorld } from '../world.ts'
import { type Sample, tableIn } from './sample.ts'

export type Given = Readonly<Record<string, ScanOption | undefined>>

/** How a file is written, and what its columns seem to be. */
export interface Dialect {
  readonly delim: string
  readonly quote: string
  readonly escape: string
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
      'SELECT Delimiter, Quote, Escape, SkipRows, HasHeader, CAST(to_json("Columns") AS VARCHAR), DateFormat, TimestampFormat ' +
        // What it takes for a comment it drops without a word, be it a line or the end of one.
        `FROM sniff_csv(${quotePath(path)}${printOptions({ ...given, comment: '' })})`,
    )
    .catch(error =>
      /Maximum line size|sniffing file|not possible to automatically|state machine/.test(String(error))
        ? null
        : Promise.reject(error),
    )
  const row = found?.rows[0]
  if (!row) return null
  return {
    delim: sign(row[0]),
    quote: sign(row[1]),
    escape: sign(row[2]),
    skip: Number(row[3]),
    header: row[4] === true,
    columns: JSON.parse(String(row[5])) as Dialect['columns'],
    dateFormat: row[6] === null ? null : String(row[6]),
    timestampFormat: row[7] === null ? null : String(row[7]),
  }
}

const better = (strict: Dialect | null, loose: Dialect | null): Dialect | null => {
  if (!strict || !loose) return strict ?? loose
  if (loose.columns.length > strict.columns.length) return loose
  return loose.columns.length === strict.columns.length && loose.skip < strict.skip ? loose : strict
}

/** The beginning of a file as text, and whether that is all of it. */
export interface Head {
  readonly text: string
  readonly whole: boolean
}

/** What is wrong with the first line where the others are a table: it should name the columns. */
export class HeaderFault extends Error {
  constructor(
    readonly cells: number | null,
    readonly columns: number,
  ) {
    super('The first line does not fit the others')
  }
}

const given = (value: Given[string]) => (typeof value === 'string' ? value : null)

/** A first line that has a cell more or less than all others is a broken header; one that is quite different is a title, if a header follows. */
const checkHeader = (table: Sample, options: Given, header: boolean): void => {
  if (table.before === 0 || options.header === false) return
  if (!header || table.first === null || (table.first > 1 && Math.abs(table.first - table.columns) === 1))
    throw new HeaderFault(table.first, table.columns)
}

/**
 * The dialect of a file. Ragged or wrongly quoted lines make the sniffer take whole lines for one column, or skip to the first line
 * that fits: then it is shown the lines alone that are a table.
 */
export const findDialect = async (
  world: ScanWorld,
  path: string,
  head: Head,
  options: Given,
): Promise<Dialect | null> => {
  const { connection } = world
  const skip = Number(options.skip ?? 0)
  const signs = { delim: given(options.delim), quote: given(options.quote), escape: given(options.escape) }
  const table = tableIn(head.text, head.whole, { ...signs, skip })
  const ragged = table !== null && (!table.whole || table.trailing)
  if (ragged) {
    const found = await sniffTable(world, table, options)
    if (found) {
      checkHeader(table, options, found.header)
      return found
    }
  }
  const strict = await sniff(connection, path, options)
  const doubtful = !strict || strict.columns.length === 1 || strict.skip > skip
  const found = doubtful
    ? ((table && !ragged ? await sniffTable(world, table, options) : null) ??
      better(strict, await sniff(connection, path, { ...options, ignore_errors: true })))
    : strict
  if (!found) return null
  const quoted = await withQuote(connection, path, head.text, options, found)
  return { ...quoted, escape: quoted.escape || quoted.quote }
}

const sniffTable = async (world: ScanWorld, table: Sample, options: Given): Promise<Dialect | null> => {
  await mkdir(world.tempFolder, { recursive: true })
  const path = join(world.tempFolder, `${randomUUID()}.csv`)
  try {
    await writeFile(path, table.text)
    const found = await sniff(world.connection, path, {
      ...options,
      delim: table.delim,
      skip: undefined,
      encoding: undefined,
    })
    if (found?.columns.length !== table.columns || found.skip > 0) return null
    const skip = Number(options.skip ?? 0) + (found.header ? table.before : 0)
    return { ...found, quote: table.quote, escape: table.escape, skip }
  } finally {
    await rm(path, { force: true })
  }
}

/** The sniffer turns quotes off where its sample has none, and a quoted cell further down would be torn apart. */
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
