import { all, call, cases, cast, column, literal, op, scan } from '../relation/build.ts'
import { rejectColumns } from '../relation/columns.ts'
import type { Expression } from '../relation/expression.ts'
import type { Column, Scan, ScanInfo, ScanPart } from '../relation/relation.ts'

/** Hidden columns of a source's scan: the file's path, the line's number, the code of its fault and its text. */
export const hidden = { file: '__weir_file', line: '__weir_line', fault: '__weir_fault', raw: '__weir_raw' } as const

/** A text that no cell is: it stands for one that is not there. */
export const noCell = '__weir_no_null__'

export interface CsvScanOptions {
  readonly file: boolean
  readonly rejects: string | null
}

/** Whether the type of a column was guessed, and not set by a person, to whom names alike but for case are one. */
export const guessedTypes = (types: Readonly<Record<string, string>>): ((name: string) => boolean) => {
  const given = new Set(Object.keys(types).map(name => name.toLowerCase()))
  return name => !given.has(name.toLowerCase())
}

const isoDate = '%Y-%m-%d'

/** The formats in which dates and timestamps are read; without one, DuckDB takes a date and passes over what follows it. */
const formatsOf = (info: ScanInfo): ScanInfo['options'] => {
  const first = (type: string) => info.columns.find(c => c.type === type && info.typed?.includes(c.name))
  const [date, timestamp] = [first('DATE'), first('TIMESTAMP')]
  const format = timestamp && info.formats?.[timestamp.name]
  return {
    ...(date ? { dateformat: info.formats?.[date.name] ?? isoDate } : {}),
    ...(format ? { timestampformat: format } : {}),
  }
}

const toldColumns: readonly Column[] = [
  { name: hidden.fault, type: 'UTINYINT' },
  { name: hidden.raw, type: 'VARCHAR' },
]

const nullsOf = ({ options }: ScanInfo): readonly string[] =>
  Array.isArray(options.nullstr) ? options.nullstr.filter(text => text !== noCell) : []

/** Options for lines of up to so many bytes; by itself, DuckDB takes sixteen times the longest line for a buffer, of which it has several. */
export const lineSizes = (longest: number) => ({
  max_line_size: longest,
  buffer_size: Math.max(33_554_432, 2 * longest),
})

/**
 * The files of one part of a CSV source as a scan with its dialect and columns fixed: cells as they stand in the file, but for the
 * columns that DuckDB converts.
 */
export const csvScan = (info: ScanInfo, part: ScanPart, options: CsvScanOptions): Scan => {
  const read = [
    ...(part.numbered ? [{ name: hidden.line, type: 'BIGINT' }] : []),
    ...(part.told ? toldColumns : []),
    ...part.columns.map(c => ({ name: c.name, type: info.typed?.includes(c.name) ? c.type : 'VARCHAR' })),
  ]
  const columns: Column[] = options.file ? [...read, { name: hidden.file, type: 'VARCHAR' }] : read
  return scan({
    reader: 'csv',
    files: part.files,
    options: {
      ...info.options,
      ...(part.copied ? { header: false, skip: 0 } : {}),
      ...(part.rewritten ? { new_line: '\\n' } : {}),
      columns: read,
      ...formatsOf(info),
      ...(part.told ? { nullstr: [...nullsOf(info), noCell] } : {}),
      ...(part.longest ? lineSizes(part.longest) : {}),
      ...(options.file ? { filename: hidden.file } : {}),
    },
    columns,
    rejects: options.rejects,
  })
}

/** The lines that were left out of the copies that are read: file, line, reason, raw. */
export const faultScan = (files: readonly string[]): Scan =>
  scan({
    reader: 'json',
    files,
    options: {
      format: 'newline_delimited',
      columns: rejectColumns,
    },
    columns: rejectColumns,
    rejects: null,
  })

/** The parts of a scan: files that have the same columns in the same order. */
export const partsOf = (info: ScanInfo): readonly ScanPart[] =>
  info.parts ?? [{ files: info.files, columns: info.columns }]

/** A cell without value: for a column that a file does not have. */
export const missing = (type: string) => literal(null, type)

/** What DuckDB makes of `infinity` and `epoch` where it reads dates by a format. */
const doubtful = '1900-01-01'

/** A column that DuckDB converted; a value that may have been another word is an error, as a cell is that it cannot convert. */
export const typedCell = (info: ScanInfo, { name, type }: Column): Expression => {
  if (type !== 'DATE' && !(type === 'TIMESTAMP' && info.formats?.[name])) return column(name)
  const told = op(
    '||',
    literal(`Error when converting column "${name}": `),
    cast(column(name), 'VARCHAR'),
    literal(` may be another date\n  file = ${info.files[0]}`),
  )
  return cases([{ when: op('=', column(name), literal(doubtful, type)), result: call('error', told) }], column(name))
}

/** True of no row; but who asks makes DuckDB read all the cells of these columns, and so find one that does not fit. */
export const neverOf = (names: readonly string[]): Expression =>
  names.length === 0
    ? literal(false)
    : all([...names.map(name => op('is_null', column(name))), op('is_not_null', column(names[0]!))])
