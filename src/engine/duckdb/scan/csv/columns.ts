import { basename } from 'node:path'
import { quotePath } from '#core/sql/quote.ts'
import type { Session } from '../../session.ts'
import { printOptions } from '../options.ts'
import { failure } from '../problem.ts'
import type { CsvSettings, Readable } from './readable.ts'
import { type Dialect, type Given, sniff } from './sniff.ts'

/** Files whose types are looked at; of the others only the names of their columns. */
const sniffedFiles = 10

const written = (dialect: Dialect) => ({
  delim: dialect.delim,
  quote: dialect.quote,
  escape: dialect.escape,
  header: dialect.header,
})

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, i) => name.toLowerCase() === b[i]!.toLowerCase())

export interface Part {
  readonly files: Readable[]
  readonly names: readonly string[]
}

/** Files grouped by the columns they have; throws where they are not the same and need not be united by name. */
export const groupByColumns = async (
  session: Session,
  files: readonly Readable[],
  dialect: Dialect,
  given: Given,
  settings: CsvSettings,
): Promise<readonly Part[]> => {
  const first = dialect.columns.map(c => c.name)
  const parts: Part[] = [{ files: [files[0]!], names: first }]
  const same = { ...written(dialect), skip: dialect.skip || undefined }
  for (const file of files.slice(1)) {
    const found = await sniff(session, file.sniffed, { ...given, ...same, sample_size: 256, ignore_errors: true })
    const names = found?.columns.map(c => c.name) ?? []
    const part = parts.find(p => sameNames(p.names, names))
    if (part) part.files.push(file)
    else {
      checkColumns(files[0]!, file, first, names, dialect.header, settings)
      parts.push({ files: [file], names })
    }
  }
  return parts
}

const checkColumns = (
  main: Readable,
  file: Readable,
  first: readonly string[],
  names: readonly string[],
  header: boolean,
  settings: CsvSettings,
) => {
  const lower = (list: readonly string[]) => list.map(name => name.toLowerCase())
  const without = first.filter(name => !lower(names).includes(name.toLowerCase()))
  const more = names.filter(name => !lower(first).includes(name.toLowerCase()))
  if ((settings.unionByName && header) || (without.length === 0 && more.length === 0)) return
  const quoted = (list: readonly string[]) => list.map(name => `\`${name}\``).join(', ')
  const differences = [
    ...(without.length ? [`lacks ${quoted(without)}`] : []),
    ...(more.length ? [`also has ${quoted(more)}`] : []),
  ]
  const message = `\`${basename(file.stamp.path)}\` has other columns than \`${basename(main.stamp.path)}\`: it ${differences.join(' and ')}.`
  throw failure(
    'E-FILE-COLUMNS',
    'path',
    message,
    header ? 'switch on union by name' : 'give all files the same columns',
  )
}

/** Types over several files: DuckDB widens them until the cells of all fit. */
export const typesOver = async (
  session: Session,
  files: readonly Readable[],
  dialect: Dialect,
  given: Given,
): Promise<ReadonlyMap<string, string>> => {
  if (files.length === 1) return new Map(dialect.columns.map(c => [c.name.toLowerCase(), c.type]))
  const options = {
    ...given,
    ...written(dialect),
    skip: dialect.skip,
    comment: '',
    ignore_errors: true,
    union_by_name: dialect.header,
    files_to_sniff: -1,
  }
  const list = files.slice(0, sniffedFiles).map(file => quotePath(file.sniffed))
  const columns = await session
    .describe(`SELECT * FROM read_csv([${list.join(', ')}]${printOptions(options)})`)
    .catch(() => dialect.columns)
  return new Map(columns.map(c => [c.name.toLowerCase(), c.type]))
}

/** Why the sniffer made up a name that does not stand in the first line; null: it does, or no line names the columns. */
export const madeUp = (name: string, before: readonly string[], { header, skip }: Dialect, head: string) => {
  const line = head.split(/\r\n|\r|\n/, skip + 1)[skip]
  if (!header || line === undefined || line.includes(name)) return null
  if (/^column\d+$/.test(name)) return 'it has no name in the file'
  const base = /^(.*)_\d+$/.exec(name)?.[1]
  const isSecond = before.some(b => b.toLowerCase() === base?.toLowerCase())
  return isSecond ? 'another one has its name, but perhaps for case' : null
}
