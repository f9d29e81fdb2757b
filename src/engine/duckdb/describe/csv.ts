import type { Column, ScanInfo } from '#core/relation/relation.ts'
import type { CellFormat } from '#core/source/convert.ts'
import { guessedTypes } from '#core/source/csv.ts'
import type { CellSigns } from '#core/source/csv-cells.ts'
import type { DescribedColumn, DescribedLine, Finding } from '#core/source/description.ts'
import type { Stamp } from '../encoding.ts'
import type { CsvSettings } from '../scan/csv/readable.ts'
import { tableIn } from '../scan/csv/sample.ts'
import { dateFormats, timestampFormats } from '../scan/dates.ts'
import {
  type CsvFacts,
  decimalFinding,
  delimiterFinding,
  encodingFinding,
  escapeFinding,
  lineEndFinding,
  quoteFinding,
  skipFinding,
} from './csv-evidence.ts'
import { type HeadLine, headLines, usualCells } from './csv-lines.ts'
import { columnsDiffer } from './files.ts'
import { type Beginning, beginningOf } from './head.ts'
import { headerFinding } from './header-evidence.ts'
import type { Described, DescribedSource } from './source.ts'
import { formatFinding, typeEvidence } from './type-evidence.ts'
import { readValues, type TriedColumn, tryTypes } from './typed.ts'
import { counted, signName } from './words.ts'

interface Dialect {
  readonly signs: CellSigns
  readonly header: boolean
  readonly skip: number
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** As the source reads the files, or as it would seem at a glance where it cannot. */
const dialectOf = (info: ScanInfo | null, settings: CsvSettings, head: Beginning): Dialect => {
  if (info) {
    const { delim, quote, escape: before, header, skip } = info.options
    const signs = { delim: text(delim), quote: text(quote), escape: text(before) || text(quote) }
    return { signs, header: header === true, skip: Number(skip ?? 0) }
  }
  const { delimiter: delim, quote, escape: before, skip } = settings
  const table = tableIn(head.text, head.whole, { delim, quote, escape: before, skip })
  const sign = quote ?? table?.quote ?? '"'
  const signs = { delim: delim ?? table?.delim ?? ',', quote: sign, escape: before ?? table?.escape ?? sign }
  return { signs, header: settings.header ?? true, skip }
}

const columnsIn = (info: ScanInfo | null, { path }: Stamp): readonly Column[] | null => {
  if (!info) return null
  const { strip = '', copies = {} } = info.fileNames ?? {}
  const isOf = (file: string) => file === path || (copies[file] !== undefined && `${strip}${copies[file]}` === path)
  return info.parts?.find(part => part.files.some(isOf))?.columns ?? info.columns
}

const narrower = ['BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', 'BOOLEAN']
/** Of a wider table the texts are not tried as other types. */
const mostTried = 60

const triedColumns = (
  columns: readonly Column[],
  info: ScanInfo | null,
  { decimal, types }: CsvSettings,
): readonly TriedColumn[] => {
  const isGuessed = guessedTypes(types)
  return columns.map(({ name, type }) => {
    const guessed = isGuessed(name) || type === 'VARCHAR'
    const formatted = (format: string | null): CellFormat => ({ decimal, format, json: false, guessed })
    const formats = type === 'DATE' ? dateFormats : type === 'TIMESTAMP' ? timestampFormats : []
    const others =
      type === 'VARCHAR'
        ? narrower.map(each => ({ type: each, format: formatted(null) }))
        : formats.map(format => ({ type, format: formatted(format) }))
    return {
      type,
      format: formatted(info?.formats?.[name] ?? null),
      others: columns.length > mostTried ? [] : others,
    }
  })
}

/** The line's cells as texts, one for each column, nulls put in. */
const textsOf = (line: HeadLine, columns: number, nulls: readonly string[]): readonly (string | null)[] =>
  Array.from({ length: columns }, (_, i) => {
    const cell = line.cells[i]
    return cell === undefined || nulls.includes(cell.text) ? null : cell.text
  })

const mostText = 4_000
/** So many cells are shown at most, so that a wide file has fewer lines. */
const mostCells = 8_000

const shownLines = (columns: number): number =>
  Math.min(100, Math.max(12, Math.floor(mostCells / Math.max(1, columns))))

const described = (
  line: HeadLine,
  kind: DescribedLine['kind'],
  of: Pick<DescribedLine, 'values' | 'wrong'> = { values: null, wrong: [] },
): DescribedLine => ({
  number: line.number,
  kind,
  text: line.text.slice(0, mostText),
  cut: line.text.length > mostText,
  end: line.end,
  reason: line.fault,
  cells: line.cells.flatMap(({ start, end }) => (start <= mostText ? [[start, Math.min(end, mostText)] as const] : [])),
  ...of,
})

const skippedLines = (head: Beginning, skip: number): readonly DescribedLine[] =>
  head.text
    .split(/\r\n|\r|\n/)
    .slice(0, skip)
    .map((line, i) => ({
      number: i + 1,
      kind: 'skipped',
      text: line.slice(0, mostText),
      cut: line.length > mostText,
      end: 'lf',
      reason: null,
      cells: [],
      values: null,
      wrong: [],
    }))

/** The names in the first line of another file, and how it seems to be written. */
const differenceOf = async (
  file: Stamp,
  settings: CsvSettings,
  { signs, header, skip }: Dialect,
  first: readonly string[],
): Promise<string | null> => {
  const head = await beginningOf(file, settings.encoding)
  const table = tableIn(head.text, head.whole, { delim: null, quote: settings.quote, escape: settings.escape, skip })
  if (table && table.delim !== signs.delim)
    return `seems to have \`${signName(table.delim)}\` between cells, not \`${signName(signs.delim)}\``
  const line = headLines(head, signs, { columns: null, header, skip }).find(each => !each.empty)
  if (!line) return 'has no line'
  if (header)
    return columnsDiffer(
      first,
      line.cells.map(cell => cell.text),
    )
  return line.cells.length === first.length ? null : `has ${counted(line.cells.length, 'cell')} in line ${line.number}`
}

/** What the beginning of a CSV file says of how it is written. */
export const describeCsv = async ({
  request,
  files,
  index,
  info,
  session,
  signal,
}: DescribedSource): Promise<Described> => {
  const settings = request.options as unknown as CsvSettings
  const file = files[index]!
  const head = await beginningOf(file, settings.encoding)
  const dialect = dialectOf(info, settings, head)
  const { signs, header, skip } = dialect
  const known = columnsIn(info, file)
  const all = headLines(head, signs, { columns: known?.length ?? null, header, skip })
  const lines = all.filter(line => !line.empty)
  const width = known?.length ?? usualCells(lines.map(line => line.cells.length)).cells
  const names = lines[0]?.cells.map(cell => cell.text) ?? []
  const columns =
    known ?? Array.from({ length: width }, (_, i) => ({ name: (header && names[i]) || `column${i}`, type: 'VARCHAR' }))
  const kept = settings.keep ?? false
  const first = header ? lines[0] : undefined
  const rows = lines.filter(line => line !== first)
  const read = rows.filter(line => line.fault === null || kept)
  const texts = read.map(line => textsOf(line, width, settings.nulls))
  const tries = triedColumns(columns, info, settings)
  const tried = await tryTypes(session, tries, texts, signal)
  const misfits = await misfitsOf(lines[0], { width, settings, tries, session })
  const shown = all.slice(0, shownLines(width))
  const inShown = read.filter(line => shown.includes(line))
  const values = await readValues(session, tries, texts.slice(0, inShown.length), signal)
  const rowOf = new Map(inShown.map((line, i) => [line, i]))
  const isGuessed = guessedTypes(settings.types)
  const lineOf = (row: number) => read[row]!.number
  const describedColumns = columns.map(
    ({ name, type }, i): DescribedColumn => ({
      name,
      type,
      given: !isGuessed(name),
      evidence: tried[i] ? typeEvidence(tried[i], lineOf) : 'no row was looked at',
    }),
  )
  const facts: CsvFacts = { head, settings, signs, header, skip, lines }
  const findings: readonly (Finding | null)[] = [
    delimiterFinding(facts),
    headerFinding({ header, given: settings.header !== null, first: lines[0], rows: lines.slice(1), columns, misfits }),
    encodingFinding(facts),
    quoteFinding(facts),
    escapeFinding(facts),
    skipFinding(facts),
    lineEndFinding(facts),
    decimalFinding(facts),
    formatFinding('dateFormat', settings.dateFormat, describedColumns, tried),
    formatFinding('timestampFormat', settings.timestampFormat, describedColumns, tried),
  ]
  return {
    scope: head.whole ? `all ${counted(lines.length, 'line')}` : `the first ${counted(lines.length, 'line')}`,
    findings: findings.filter(finding => finding !== null),
    columns: describedColumns,
    lines: [
      ...skippedLines(head, skip),
      ...shown.map(line => {
        if (line.empty) return described(line, 'empty')
        if (line === first) return described(line, line.fault === null ? 'header' : 'fault')
        const row = rowOf.get(line)
        if (row === undefined) return described(line, 'fault')
        const own = values[row] ?? []
        const wrong = own.flatMap((value, i) => (value === null && texts[row]?.[i] !== null ? [i] : []))
        return described(line, line.fault === null ? 'row' : 'fault', { values: own, wrong })
      }),
    ],
    differs: other =>
      differenceOf(
        other,
        settings,
        dialect,
        columns.map(({ name }) => name),
      ),
  }
}

/** Columns of whose type the first line's cell is no value. */
const misfitsOf = async (
  line: HeadLine | undefined,
  of: {
    readonly width: number
    readonly settings: CsvSettings
    readonly tries: readonly TriedColumn[]
    readonly session: DescribedSource['session']
  },
): Promise<readonly number[]> => {
  if (!line) return []
  const texts = textsOf(line, of.width, of.settings.nulls)
  const [values = []] = await readValues(of.session, of.tries, [texts])
  return texts.flatMap((cell, i) => (cell !== null && values[i] === null && of.tries[i]?.type !== 'VARCHAR' ? [i] : []))
}
