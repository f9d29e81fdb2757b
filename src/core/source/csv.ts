import { column, literal, scan } from '../relation/build.ts'
import type { Column, Scan, ScanInfo, ScanPart } from '../relation/relation.ts'

/** Hidden columns of a source's scan: the file's path, and the first cell that a line has too many. */
export const hidden = { file: '__weir_file', overflow: '__weir_overflow' } as const

/** A text that no cell is: with it as the only null, an empty cell stays apart from one that is not there. */
const noNull = '__weir_no_null__'

export interface CsvScanOptions {
  /** Cells as they stand in the file, or converted by the reader. */
  readonly cells: 'text' | 'typed'
  /** Pad short lines with null and keep the first cell past the last column. */
  readonly pad: boolean
  readonly file: boolean
  readonly rejects: string | null
}

/** The files of one part of a CSV source as a scan with its dialect and columns fixed. */
export const csvScan = (info: ScanInfo, part: ScanPart, options: CsvScanOptions): Scan => {
  const read = [
    ...part.columns.map(c => (options.cells === 'text' ? { name: c.name, type: 'VARCHAR' } : c)),
    ...(options.pad ? [{ name: hidden.overflow, type: 'VARCHAR' }] : []),
  ]
  const columns: Column[] = options.file ? [...read, { name: hidden.file, type: 'VARCHAR' }] : read
  return scan({
    reader: 'csv',
    files: part.files,
    options: {
      ...info.options,
      columns: Object.fromEntries(read.map(c => [c.name, c.type])),
      // DuckDB cannot pad in parallel where quotes hold line ends.
      ...(options.pad ? { null_padding: true, nullstr: [noNull], parallel: false } : {}),
      ...(options.file ? { filename: hidden.file } : {}),
    },
    columns,
    rejects: options.rejects,
  })
}

/** The parts of a scan: files that have the same columns in the same order. */
export const partsOf = (info: ScanInfo): readonly ScanPart[] =>
  info.parts ?? [{ files: info.files, columns: info.columns }]

/** A cell without value: for a column that a file does not have. */
export const missing = (type: string) => literal(null, type)

/** A column where the part has it, else null. */
export const columnOrNull = (part: ScanPart, name: string, type: string) =>
  part.columns.some(c => c.name === name) ? column(name) : missing(type)
