import { basename } from 'node:path'
import { didYouMean } from '#core/flow/nearest.ts'
import type { Column, ScanInfo, ScanRequest } from '#core/relation/relation.ts'
import { csvScan, guessedTypes, noCell } from '#core/source/csv.ts'
import { quoteLiteral } from '#core/sql/quote.ts'
import { commonEncodings, knownEncoding, type Stamp } from '../../encoding.ts'
import { DatabaseError } from '../../error.ts'
import type { Session } from '../../session.ts'
import { guessDates } from '../dates.ts'
import { fileNames } from '../files.ts'
import { checkFileColumn, uniqueNames } from '../names.ts'
import { failure, firstLine, type ScanProblem, warning } from '../problem.ts'
import { typesGiven, withTypes } from '../types.ts'
import type { ScanWorld } from '../world.ts'
import { longCodes } from './codes.ts'
import { groupByColumns, madeUp, type Part, typesOver } from './columns.ts'
import { correctedFiles } from './corrected.ts'
import { soundParts } from './parts.ts'
import { type CsvSettings, type Readable, readableFiles } from './readable.ts'
import { signsOf } from './sample.ts'
import { type Dialect, findDialect, type Given, HeaderFault } from './sniff.ts'
import { typedColumns } from './typed.ts'

const givenOptions = (settings: CsvSettings, encoding: string): Given => {
  return {
    delim: settings.delimiter ?? undefined,
    quote: settings.quote ?? undefined,
    escape: settings.escape ?? undefined,
    header: settings.header ?? undefined,
    skip: settings.skip || undefined,
    encoding: encoding === 'utf-8' ? undefined : encoding,
    decimal_separator: settings.decimal === '.' ? undefined : settings.decimal,
    nullstr: settings.nulls.length > 0 ? settings.nulls : [noCell],
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
    throw failure('E-SETTING', 'encoding', message, hint)
  }
  await checkFormat(session, 'dateFormat', settings.dateFormat)
  await checkFormat(session, 'timestampFormat', settings.timestampFormat)
}

const headerProblem = (name: string, { cells, columns }: HeaderFault) => {
  const has =
    cells === null
      ? 'has a wrong quote'
      : `has ${cells === 1 ? '1 cell' : `${cells} cells`}, and most lines have ${columns}`
  return failure(
    'E-FILE-FORMAT',
    'header',
    `The first line of ${name} ${has}: it cannot name the columns.`,
    'mend it, or set header to no',
  )
}

const dialectOf = async (world: ScanWorld, file: Readable, given: Given): Promise<Dialect> => {
  const name = `\`${basename(file.stamp.path)}\``
  const found = await findDialect(world, file.sniffed, file.head, given).catch(error => {
    if (error instanceof HeaderFault) throw headerProblem(name, error)
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
  comment: '',
  ...(given.encoding === undefined ? {} : { encoding: given.encoding }),
  ...(given.decimal_separator === undefined ? {} : { decimal_separator: given.decimal_separator }),
  ...(given.nullstr === undefined ? {} : { nullstr: given.nullstr }),
})

const notes = (file: Readable, dialect: Dialect, settings: CsvSettings): ScanProblem[] => {
  const lines = file.head.text.split(/\r\n|\r|\n/).filter(line => line.trim())
  const noRows = file.head.whole && dialect.header && lines.length <= 1 + dialect.skip
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
    ...(noRows
      ? [warning('W-FILE-NO-ROWS', 'path', `\`${basename(file.stamp.path)}\` has a header and no rows.`)]
      : []),
  ]
}

/** The columns that DuckDB may convert; null: it may not read the files so. */
const typedOf = (
  columns: readonly Column[],
  formats: NonNullable<ScanInfo['formats']>,
  { parts, marks }: Awaited<ReturnType<typeof soundParts>>,
  settings: CsvSettings,
  { misfits }: ScanWorld,
): readonly string[] | null => {
  const padded = settings.keep && parts.some(part => part.numbered)
  if (!misfits || padded || parts.some(part => part.unchecked)) return null
  const guessed = guessedTypes(settings.types)
  const isGuessed = ({ name }: Column) => guessed(name)
  const typed = typedColumns({ columns, formats, marks, misfits, isGuessed })
  const converted = columns.filter(c => c.type !== 'VARCHAR')
  // A rejected line is told as it stands in the file.
  return settings.numbered && typed.length < converted.length ? null : typed
}

const look = async (request: ScanRequest, world: ScanWorld, files: readonly Stamp[]): Promise<ScanInfo> => {
  const settings = request.options as unknown as CsvSettings
  const { connection: session } = world
  await checkSettings(settings, session)
  const { files: readables, encoding } = await readableFiles(files, settings, world)
  const first = readables[0]!
  const given = givenOptions(settings, encoding)
  const dialect = await dialectOf(world, first, given)
  const groups = await groupByColumns(session, readables, dialect, given, settings)
  const found = [...new Map(groups.flatMap(g => g.names).map(name => [name.toLowerCase(), name])).values()]
  const { names, warnings } = uniqueNames(found)
  const renamed = found.flatMap((name, i) => {
    const why = madeUp(name, found.slice(0, i), dialect, first.head.text)
    return why === null ? [] : [warning('W-COLUMN-RENAMED', 'path', `A column is called \`${name}\` here: ${why}.`)]
  })
  checkFileColumn(settings.fileColumn, names)
  const types = await typesOver(session, readables, dialect, given)
  const typed = await typesGiven(session, names, settings.types)
  const sniffed = found.map(
    (name, i): Column => ({ name: names[i]!, type: types.get(name.toLowerCase()) ?? 'VARCHAR' }),
  )
  const columns = withTypes(sniffed, typed)
  const called = (name: string): string => names[found.findIndex(f => f.toLowerCase() === name.toLowerCase())]!
  const columnsOf = (group: Part) => group.names.map(name => columns.find(c => c.name === called(name))!)
  const how = { dialect, settings, encoding, world }
  const { strip } = fileNames(request.path, world.folder, files, {})
  const read = await correctedFiles(groups, request.corrected ?? [], group => group.names.length, {
    signs: file => signsOf(dialect, file.head.text, encoding === 'latin-1'),
    skip: dialect.skip,
    folder: world.tempFolder,
    shown: path => path.slice(strip.length),
  })
  const asText = { ...how, numbered: settings.numbered ?? false, bare: false }
  // Who converts a cell knows its line by a number; where DuckDB converts them all, nobody needs one.
  const bare = world.misfits !== null && !settings.keep
  let sound = await soundParts(read.groups, columnsOf, bare ? { ...how, numbered: false, bare } : asText)
  const { parts } = sound
  const options = fixed(dialect, given)
  const base: ScanInfo = { reader: 'csv', files: parts.flatMap(p => p.files), options, columns, parts }
  const sample = csvScan({ ...base, options: { ...options, ignore_errors: true } }, parts[0]!, {
    file: false,
    rejects: null,
  })
  const present = new Set(parts[0]!.columns.map(c => c.name))
  const guessed = columns.filter(c => present.has(c.name) && !typed.has(c.name))
  const codes = await longCodes(session, sample, guessed, first.head.text)
  const dates = await guessDates(session, {
    text: sample,
    columns: columns.filter(c => present.has(c.name) && !codes.has(c.name)),
    given: new Set(typed.keys()),
    set: { date: settings.dateFormat, timestamp: settings.timestampFormat },
    sniffed: { date: dialect.dateFormat, timestamp: dialect.timestampFormat },
  })
  const dated = columns.map(c =>
    codes.has(c.name) ? { name: c.name, type: 'VARCHAR' } : (dates.columns.find(d => d.name === c.name) ?? c),
  )
  const converted = typedOf(dated, dates.formats, sound, settings, world)
  if (converted === null && bare && !sound.pending) sound = await soundParts(read.groups, columnsOf, asText)
  const { faults, copies, pending, rows } = sound
  return {
    ...base,
    files: sound.parts.flatMap(p => p.files),
    columns: dated,
    ...(converted ? { typed: converted } : {}),
    parts: sound.parts.map(part => ({
      ...part,
      columns: part.columns.map(c => dated.find(d => d.name === c.name)!),
    })),
    formats: dates.formats,
    fileNames: fileNames(request.path, world.folder, files, copies),
    ...(faults.length > 0 ? { faults } : {}),
    ...(pending ? { pending } : {}),
    ...(rows === null ? {} : { rows }),
    warnings: [...notes(first, dialect, settings), ...warnings, ...renamed, ...dates.warnings, ...read.warnings],
  }
}

/** Looks at the files of a CSV source once: dialect, encoding, columns, types, dates. */
export const resolveCsv: typeof look = async (request, world, files) => {
  const { patience, ...patient } = world
  return look(request, world, files).catch(error => {
    // Not all that is wrong with lines that nobody has checked can DuckDB pass over.
    if (patience !== undefined && error instanceof DatabaseError) return look(request, patient, files)
    throw error
  })
}
