import { basename } from 'node:path'
import type { Column, ScanInfo, ScanPart, ScanRequest } from '#core/relation/relation.ts'
import { lineSizes } from '#core/source/csv.ts'
import { excel } from '#core/source/excel.ts'
import { rangeOf } from '../../../xlsx/address.ts'
import type { Stamp } from '../../encoding.ts'
import { fileNames } from '../files.ts'
import { checkFileColumn, uniqueNames } from '../names.ts'
import { failure, type ScanProblem, warning } from '../problem.ts'
import { typesGiven, withTypes } from '../types.ts'
import type { ScanWorld } from '../world.ts'
import { lookAtBook, sheetOf } from './book.ts'
import type { CopiedColumn } from './copy.ts'
import { isKept, type KeptCopy, keptCopy } from './kept-copy.ts'
import { together, typeOfCells } from './types.ts'

interface ExcelSettings {
  readonly sheet: string | null
  readonly range: string | null
  readonly header: boolean
  readonly merged: 'first' | 'repeat'
  readonly types: Readonly<Record<string, string>>
  readonly fileColumn: string | null
}

/** DuckDB reads no longer line unasked. */
const usualLine = 2_000_000

/** A sheet with the columns of its copy that hold something, and where they are. */
interface Read {
  readonly file: Stamp
  readonly sheet: string
  readonly copy: KeptCopy
  readonly used: readonly { readonly at: number; readonly column: CopiedColumn }[]
  readonly names: readonly string[]
  readonly warnings: readonly ScanProblem[]
}

const isUsed = ({ title, cells }: CopiedColumn): boolean => title !== null || Object.keys(cells).length > 0

/** First rows of a sheet that takes longer than somebody waits for them. */
const beginning = 1_000

/** In bytes of a workbook, packed: what is copied in a millisecond. */
const bytesPerMillisecond = 1_500

const readFile = async (file: Stamp, settings: ExcelSettings, world: ScanWorld, hasty: boolean): Promise<Read> => {
  const range = settings.range === null ? null : rangeOf(settings.range)
  if (settings.range !== null && range === null)
    throw failure('E-SETTING', 'range', `\`${settings.range}\` is not a range of cells.`, 'write it as in A3:F200')
  const sheet = sheetOf(await lookAtBook(file), settings.sheet, file)
  const whole = { sheet: sheet.path, range, header: settings.header, repeat: settings.merged === 'repeat', first: null }
  const isSlow = hasty && !isKept(file, whole, world.tempFolder)
  const options = isSlow ? { ...whole, first: beginning } : whole
  const copy = await keptCopy(file, options, world.tempFolder, world.watch)
  const isChosen = settings.range?.includes(':') === true
  const used = copy.columns.flatMap((column, at) => (isChosen || isUsed(column) ? [{ at, column }] : []))
  const { names, warnings } = uniqueNames(used.map(({ column }) => column.title ?? column.letters))
  return { file, sheet: sheet.name, copy, used, names, warnings }
}

const lower = (text: string): string => text.toLowerCase()

/** Sheets are read as one table: all must have the columns of the first. */
const checkColumns = ([first, ...others]: readonly Read[]): void => {
  for (const other of others) {
    const lacks = first!.names.find(name => !other.names.some(each => lower(each) === lower(name)))
    const more = other.names.find(name => !first!.names.some(each => lower(each) === lower(name)))
    if (lacks === undefined && more === undefined) continue
    const [one, two] = [basename(other.file.path), basename(first!.file.path)]
    const what =
      lacks === undefined
        ? `has a column \`${more}\`, which \`${two}\` has not`
        : `has no column \`${lacks}\`, which \`${two}\` has`
    throw failure('E-FILE-COLUMNS', 'path', `\`${one}\` ${what}.`, 'read them with two sources')
  }
}

const cellsOf = ({ used, names }: Read, name: string): CopiedColumn['cells'] =>
  used[names.findIndex(each => lower(each) === lower(name))]?.column.cells ?? {}

/** All columns of a copy in their order, those that are read under their names. */
const partOf = ({ copy, used, names }: Read, columns: readonly Column[]): ScanPart => ({
  files: [copy.path],
  columns: [
    { name: excel.line, type: 'BIGINT' },
    { name: excel.errors, type: 'VARCHAR' },
    ...copy.columns.map((_, at): Column => {
      const index = used.findIndex(each => each.at === at)
      return index < 0
        ? { name: `${excel.unused}${at}`, type: 'VARCHAR' }
        : columns.find(({ name }) => lower(name) === lower(names[index]!))!
    }),
  ],
})

/** Looks at the workbooks of an Excel source: copies their sheets once, and finds columns and types on the way. */
export const resolveExcel = async (
  request: ScanRequest,
  world: ScanWorld,
  files: readonly Stamp[],
): Promise<ScanInfo> => {
  const settings = request.options as unknown as ExcelSettings
  const [{ size }] = files as readonly [Stamp]
  // Which cells are merged stands behind all of them.
  const isHasty =
    world.patience !== undefined &&
    files.length === 1 &&
    settings.merged === 'first' &&
    size > world.patience * bytesPerMillisecond
  const all: Read[] = []
  for (const file of files) all.push(await readFile(file, settings, world, isHasty))
  const read = all.filter(({ names }) => names.length > 0)
  const [first] = read
  if (!first) {
    const where = settings.range === null ? '' : ` in ${settings.range}`
    throw failure(
      'E-FILE-EMPTY',
      'path',
      `The sheet \`${all[0]!.sheet}\` of \`${basename(files[0]!.path)}\` is empty${where}.`,
    )
  }
  checkColumns(read)
  checkFileColumn(settings.fileColumn, first.names)
  const sums = first.names.map(name => together(read.map(each => cellsOf(each, name))))
  const found = sums.map(typeOfCells)
  const given = await typesGiven(world.connection, first.names, settings.types)
  const columns = withTypes(
    first.names.map((name, i): Column => ({ name, type: found[i]!.type })),
    given,
  )
  const stored = columns.map(
    (c, i): Column => (found[i]!.exact && found[i]!.type === c.type ? c : { ...c, type: 'VARCHAR' }),
  )
  const rows = read.reduce((sum, { copy }) => sum + copy.rows, 0)
  const empty = all.filter(each => !read.includes(each))
  const errors = first.names.filter((_, i) => (sums[i]!.error ?? 0) > 0)
  const longest = Math.max(...read.map(({ copy }) => copy.longest))
  return {
    reader: 'excel',
    files: read.map(({ copy }) => copy.path),
    options: {
      auto_detect: false,
      header: false,
      delim: ',',
      quote: '"',
      escape: '"',
      nullstr: '',
      new_line: '\\n',
      ...(longest > usualLine ? lineSizes(longest) : {}),
    },
    columns,
    parts: read.map(each => partOf(each, stored)),
    ...(first.copy.whole ? { rows } : { pending: true, beginning: true }),
    ...(errors.length > 0 ? { errors } : {}),
    fileNames: fileNames(
      request.path,
      world.folder,
      files,
      Object.fromEntries(read.map(({ copy, file }) => [copy.path, file.path])),
    ),
    warnings: [
      ...empty.map(({ file, sheet }) =>
        warning(
          'W-FILE-EMPTY',
          'path',
          `The sheet \`${sheet}\` of \`${basename(file.path)}\` is empty, and was passed over.`,
        ),
      ),
      ...(rows === 0
        ? [warning('W-FILE-NO-ROWS', 'path', `The sheet \`${first.sheet}\` has a header and no rows under it.`)]
        : []),
      ...first.warnings,
    ],
  }
}
