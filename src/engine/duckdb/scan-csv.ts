import { basename } from 'node:path'
import { didYouMean } from '#core/flow/nearest.ts'
import type { Column, ScanInfo, ScanPart, ScanRequest } from '#core/relation/relation.ts'
import { csvScan } from '#core/source/csv.ts'
import { quoteLiteral } from '#core/sql/quote.ts'
import { commonEncodings, knownEncoding, nativeEncoding, type Stamp, utf8Copy } from './encoding.ts'
import { mixesLineEnds } from './encoding-lines.ts'
import { type Dialect, findDialect, type Given, sniff } from './scan-csv-sniff.ts'
import { guessDates } from './scan-dates.ts'
import { fileNames, literalPath, readHead } from './scan-files.ts'
import { checkText } from './scan-head.ts'
import { checkFileColumn, uniqueNames } from './scan-names.ts'
import { printOptions } from './scan-options.ts'
import { failure, firstLine, type ScanProblem, warning } from './scan-problem.ts'
import { typesGiven, withTypes } from './scan-types.ts'
import type { ScanWorld } from './scan-world.ts'
import type { Session } from './session.ts'

/** The settings of `source.csv` that say how to read. */
interface CsvSettings {
  readonly delimiter: string | null
  readonly quote: string | null
  readonly escape: string | null
  readonly header: boolean | null
  readonly skip: number
  readonly encoding: string
  readonly decimal: string
  readonly nulls: readonly string[]
  readonly dateFormat: string | null
  readonly timestampFormat: string | null
  readonly types: Readonly<Record<string, string>>
  readonly unionByName: boolean
  readonly fileColumn: string | null
}

/** A file as DuckDB can read it: itself, or a copy in UTF-8 with one sort of line end. */
interface Readable {
  readonly stamp: Stamp
  readonly path: string
  readonly head: string
}

/** Files whose types are looked at; of the others only the names of their columns. */
const sniffedFiles = 10

const readable = async (stamp: Stamp, settings: CsvSettings, world: ScanWorld): Promise<Readable> => {
  const bytes = await readHead(stamp)
  const own = nativeEncoding(settings.encoding)
  const name = `\`${basename(stamp.path)}\``
  if (bytes === null) {
    if (own) return { stamp, path: stamp.path, head: '' }
    const message = `${name} is compressed with Zstandard, and can then only be read as utf-8 or latin-1.`
    throw failure('E-FILE-ENCODING', 'encoding', message, 'decompress it first')
  }
  checkText(bytes, stamp.path, own ?? settings.encoding, 'delimited text')
  const copy = (lineEnds: { quote: string } | null) =>
    utf8Copy(stamp, { encoding: settings.encoding, lineEnds, folder: world.tempFolder })
  const path = own ? stamp.path : await copy(null)
  const head = own ? bytes.toString(own === 'utf-8' ? 'utf8' : 'latin1') : (await headOf(path)).toString()
  if (!head.trim()) throw failure('E-FILE-EMPTY', 'path', `${name} holds nothing but empty lines.`)
  const quote = settings.quote ?? '"'
  return mixesLineEnds(head, quote) ? { stamp, path: await copy({ quote }), head } : { stamp, path, head }
}

const headOf = async (path: string): Promise<Buffer> => (await readHead({ path, size: 65536, modified: 0 }))!

const givenOptions = (settings: CsvSettings, files: readonly Readable[]): Given => {
  const copied = files.some(file => file.path !== file.stamp.path)
  const encoding = nativeEncoding(settings.encoding)
  return {
    delim: settings.delimiter ?? undefined,
    quote: settings.quote ?? undefined,
    escape: settings.escape ?? undefined,
    header: settings.header ?? undefined,
    skip: settings.skip || undefined,
    encoding: encoding && encoding !== 'utf-8' && !copied ? encoding : undefined,
    decimal_separator: settings.decimal === '.' ? undefined : settings.decimal,
    nullstr: settings.nulls.length > 0 ? settings.nulls : undefined,
    dateformat: settings.dateFormat ?? undefined,
    timestampformat: settings.timestampFormat ?? undefined,
  }
}

const checkFormat = async (session: Session, setting: string, format: string | null): Promise<void> => {
  if (format === null) return
  await session.value(`SELECT try_strptime('', ${quoteLiteral(format)})`).catch(error => {
    const hint = 'formats are written as %d.%m.%Y or %Y-%m-%d %H:%M:%S'
    throw failure('E-SETTING', setting, `\`${format}\` is not a format of dates: ${firstLine(error)}.`, hint, error)
  })
}

const checkSettings = async (settings: CsvSettings, session: Session): Promise<void> => {
  if (!knownEncoding(settings.encoding)) {
    const message = `Nobody knows the encoding \`${settings.encoding}\`.`
    const hint =
      didYouMean(settings.encoding, commonEncodings).hint ?? 'common ones are utf-8, utf-16, latin-1 and windows-1252'
    throw failure('E-FILE-ENCODING', 'encoding', message, hint)
  }
  await checkFormat(session, 'dateFormat', settings.dateFormat)
  await checkFormat(session, 'timestampFormat', settings.timestampFormat)
}

const dialectOf = async (session: Session, file: Readable, given: Given): Promise<Dialect> => {
  const name = `\`${basename(file.stamp.path)}\``
  const found = await findDialect(session, file.path, file.head, given).catch(error => {
    if (/not (utf-8|latin-1) encoded|unicode/i.test(String(error))) {
      const message = `${name} holds bytes that ${given.encoding ?? 'utf-8'} does not have.`
      throw failure('E-FILE-ENCODING', 'encoding', message, 'set the encoding, often `windows-1252`', error)
    }
    throw failure(
      'E-FILE-FORMAT',
      'path',
      `${name} cannot be read as delimited text: ${firstLine(error)}.`,
      undefined,
      error,
    )
  })
  if (!found) {
    const message = `No delimiter and quote were found with which ${name} is a table.`
    throw failure('E-FILE-FORMAT', 'path', message, 'set delimiter, quote and header')
  }
  return found
}

/** What a dialect is as options of `read_csv`: with these nothing is sniffed when the file is read. */
const fixed = (dialect: Dialect, given: Given): ScanInfo['options'] => ({
  auto_detect: false,
  delim: dialect.delim,
  quote: dialect.quote,
  escape: dialect.escape,
  header: dialect.header,
  skip: dialect.skip,
  comment: dialect.comment,
  ...(given.encoding === undefined ? {} : { encoding: given.encoding }),
  ...(given.decimal_separator === undefined ? {} : { decimal_separator: given.decimal_separator }),
  ...(given.nullstr === undefined ? { nullstr: ['__weir_no_null__'] } : { nullstr: given.nullstr }),
})

const written = (dialect: Dialect) => ({
  delim: dialect.delim,
  quote: dialect.quote,
  escape: dialect.escape,
  header: dialect.header,
})

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, i) => name.toLowerCase() === b[i]!.toLowerCase())

interface Part {
  readonly files: Readable[]
  readonly names: readonly string[]
}

/** Files grouped by the columns they have; throws where they are not the same and need not be united by name. */
const groupByColumns = async (
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
    const found = await sniff(session, file.path, { ...given, ...same, sample_size: 256, ignore_errors: true })
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
const typesOver = async (
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
    ignore_errors: true,
    union_by_name: dialect.header,
    files_to_sniff: -1,
  }
  const list = files.slice(0, sniffedFiles).map(file => quoteLiteral(literalPath(file.path)))
  const columns = await session.describe(`SELECT * FROM read_csv([${list.join(', ')}]${printOptions(options)})`)
  return new Map(columns.map(c => [c.name.toLowerCase(), c.type]))
}

const notes = (file: Readable, dialect: Dialect, settings: CsvSettings): ScanProblem[] => {
  const lines = file.head.split(/\r\n|\r|\n/).filter(line => line.trim())
  const noRows = file.head && file.stamp.size < 65536 && dialect.header && lines.length <= 1 + dialect.skip
  return [
    ...(dialect.skip > settings.skip
      ? [
          warning(
            'W-FILE-COMMENTS',
            'skip',
            `The first ${dialect.skip === 1 ? 'line is' : `${dialect.skip} lines are`} taken for a title, and left out.`,
            'set skip to say otherwise',
          ),
        ]
      : []),
    ...(dialect.comment
      ? [
          warning(
            'W-FILE-COMMENTS',
            'path',
            `Lines that begin with \`${dialect.comment}\` are taken for comments, and left out.`,
          ),
        ]
      : []),
    ...(noRows
      ? [warning('W-FILE-NO-ROWS', 'path', `\`${basename(file.stamp.path)}\` has a header and no rows.`)]
      : []),
  ]
}

/** Whether the sniffer made up this name, to keep two columns apart that the file names alike. */
const madeUp = (name: string, before: readonly string[], head: string): boolean => {
  const base = /^(.*)_\d+$/.exec(name)?.[1]
  return (
    base !== undefined &&
    before.some(b => b.toLowerCase() === base.toLowerCase()) &&
    !head.split(/\r|\n/, 1)[0]!.includes(name)
  )
}

/** Looks at the files of a CSV source once: dialect, encoding, columns, types, dates. */
export const resolveCsv = async (
  request: ScanRequest,
  world: ScanWorld,
  files: readonly Stamp[],
): Promise<ScanInfo> => {
  const settings = request.options as unknown as CsvSettings
  const { connection: session } = world
  await checkSettings(settings, session)
  const readables: Readable[] = []
  for (const file of files) readables.push(await readable(file, settings, world))
  const first = readables[0]!
  const given = givenOptions(settings, readables)
  const dialect = await dialectOf(session, first, given)
  const groups = await groupByColumns(session, readables, dialect, given, settings)
  const found = [...new Map(groups.flatMap(g => g.names).map(name => [name.toLowerCase(), name])).values()]
  const { names, warnings } = uniqueNames(found)
  const renamed = found
    .filter((name, i) => madeUp(name, found.slice(0, i), first.head))
    .map(name =>
      warning(
        'W-COLUMN-RENAMED',
        'path',
        `A column is called \`${name}\` here: another one has its name, but for case.`,
      ),
    )
  checkFileColumn(settings.fileColumn, names)
  const types = await typesOver(session, readables, dialect, given)
  const given2 = await typesGiven(session, names, settings.types)
  const sniffed = found.map(
    (name, i): Column => ({ name: names[i]!, type: types.get(name.toLowerCase()) ?? 'VARCHAR' }),
  )
  const columns = withTypes(sniffed, given2)
  const called = (name: string): string => names[found.findIndex(f => f.toLowerCase() === name.toLowerCase())]!
  const parts = groups.map(
    (g): ScanPart => ({
      files: g.files.map(file => file.path),
      columns: g.names.map(name => columns.find(c => c.name === called(name))!),
    }),
  )
  const options = fixed(dialect, given)
  const base: ScanInfo = { reader: 'csv', files: readables.map(f => f.path), options, columns, parts }
  const sample = csvScan({ ...base, options: { ...options, ignore_errors: true } }, parts[0]!, {
    cells: 'text',
    pad: false,
    file: false,
    rejects: null,
  })
  const present = new Set(parts[0]!.columns.map(c => c.name))
  const dates = await guessDates(session, {
    text: sample,
    columns: columns.filter(c => present.has(c.name)),
    given: new Set(given2.keys()),
    set: { date: settings.dateFormat, timestamp: settings.timestampFormat },
    sniffed: { date: dialect.dateFormat, timestamp: dialect.timestampFormat },
  })
  const dated = columns.map(c => dates.columns.find(d => d.name === c.name) ?? c)
  const copies = Object.fromEntries(readables.filter(f => f.path !== f.stamp.path).map(f => [f.path, f.stamp.path]))
  return {
    ...base,
    columns: dated,
    parts: parts.map(part => ({
      files: part.files,
      columns: part.columns.map(c => dated.find(d => d.name === c.name)!),
    })),
    formats: dates.formats,
    fileNames: fileNames(request.path, world.folder, files, copies),
    warnings: [...notes(first, dialect, settings), ...warnings, ...renamed, ...dates.warnings],
  }
}
