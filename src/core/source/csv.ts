import { column, literal, scan } from '../relation/build.ts'
import { rejectColumns } from '../relation/columns.ts'
import type { Column, Scan, ScanInfo, ScanPart } from '../relation/relation.ts'

/** Hidden columns of a source's scan: the file's path, the line's number, and the first cell that a line has too many. */
export const hidden = { file: '__weir_file', line: '__weir_line', overflow: '__weir_overflow' } as const

/** A text that no cell is: with it as the only null, an empty cell stays apart from one that is not there. */
const noNull = '__weir_no_null__'

export interface CsvScanOptions {
  /** Pad short lines with null and keep the first cell past the last column. */
  readonly pad: boolean
  readonly file: boolean
  readonly rejects: string | null
}

/** The files of one part of a CSV source as a scan with its dialect and columns fixed, all cells as they stand in the file. */
export const csvScan = (info: ScanInfo, part: ScanPart, options: CsvScanOptions): Scan => {
  const read = [
    ...(part.numbered ? [{ name: hidden.line, type: 'BIGINT' }] : []),
    ...part.columns.map(c => ({ name: c.name, type: 'VARCHAR' })),
    ...(options.pad ? [{ name: hidden.overflow, type: 'VARCHAR' }] : []),
  ]
  const columns: Column[] = options.file ? [...read, { name: hidden.file, type: 'VARCHAR' }] : read
  return scan({
    reader: 'csv',
    files: part.files,
    options: {
      ...info.options,
      ...(part.numbered ? { header: false, skip: 0, new_line: '\\n' } : {}),
      columns: Object.fromEntries(read.map(c => [c.name, c.type])),
      // DuckDB cannot pad in parallel where quotes hold line ends.
      ...(options.pad ? { null_padding: true, nullstr: [noNull], parallel: false } : {}),
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
      columns: Object.fromEntries(rejectColumns.map(c => [c.name, c.type])),
    },
    columns: rejectColumns,
    rejects: null,
  })

/** The parts of a scan: files that have the same columns in the same order. */
export const partsOf = (info: ScanInfo): readonly ScanPart[] =>
  info.parts ?? [{ files: info.files, columns: info.columns }]

/** A cell without value: for a column that a file does not have. */
export const missing = (type: string) => literal(null, type)

/** A column where the part has it, else null. */
export const columnOrNull = (part: ScanPart, name: string, type: string) =>
  part.columns.some(c => c.name === name) ? column(name) : missing(type)
