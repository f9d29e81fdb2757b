import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api'
import type { CompiledFlow } from '#core/compile/types.ts'
import type { FileRequest } from '#core/node/kind.ts'
import type { Problem } from '#core/problem.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Relation } from '#core/relation/relation.ts'
import { slotsOf } from '#core/relation/slots.ts'
import { lookAtBook, sheetOf } from '../duckdb/scan/excel/book.ts'
import { copySheet } from '../duckdb/scan/excel/copy.ts'
import { sheetValue } from '../duckdb/sheet-value.ts'
import { toJson } from '../duckdb/value.ts'
import { flagReader, reasonsIn } from '../rows/flags.ts'
import { mostColumns, mostRows } from '../xlsx/address.ts'
import { workbookParts } from '../xlsx/write/parts.ts'
import { type CellFlag, mostComments, type SheetRow, SheetXml, type ValueNote } from '../xlsx/write/sheet.ts'
import { zipped } from '../xlsx/zip-write.ts'
import { channel } from './channel.ts'
import { failure } from './failure.ts'
import type { RunStatements } from './statements.ts'
import type { Target } from './target.ts'
import { totallyOrdered } from './write-file.ts'

export const isOfSheet = (target: Target): target is Target<FileRequest> => target.request.format === 'excel'

/** What a cell can hold, in signs. */
const longestText = 32_767

const tooMuch = ({ node, request }: Target, what: string, hint: string) =>
  failure('data', {
    code: 'E-TARGET-LIMIT',
    node,
    message: `\`${node}\` cannot write \`${request.path}\`: ${what}.`,
    hint,
  })

const checkText = (target: Target, column: string, text: string): void => {
  if (text.length > longestText)
    throw tooMuch(
      target,
      `\`${column}\` has a text of ${text.length} signs, and a cell holds ${longestText}`,
      'Shorten it before the sink, or write CSV or Parquet.',
    )
}

/** Rows as a statement gives them, hidden columns last, as rows of a sheet. */
const rowsOf = (relation: Relation, hidden: readonly string[], target: Target, flow: CompiledFlow) => {
  const names = columnsOf(relation)
  const slots = slotsOf(relation)
  const reader = flagReader(
    reasonsIn(flow),
    slots,
    names.map(name => ({ name, type: '' })),
    hidden,
  )
  const isFlagged = (cells: readonly DuckDBValue[]) =>
    hidden.some((name, i) => /__weir_flags_\d+$/.test(name) && String(cells[names.length + i] ?? 0) !== '0')
  const flagsOf = (cells: readonly DuckDBValue[], types: readonly DuckDBType[]): readonly CellFlag[] => {
    const json = cells.map((cell, i) => toJson(cell, types[i]))
    return reader(json.slice(0, names.length), json.slice(names.length)).flatMap(({ columns, severity, message }) => {
      const places = columns.map(name => names.indexOf(name)).filter(place => place >= 0)
      return (places.length > 0 ? places : [0]).map(column => ({ column, severity, message }))
    })
  }
  return (cells: readonly DuckDBValue[], types: readonly DuckDBType[]): SheetRow => {
    const values = names.map((name, i) => {
      const value = sheetValue(cells[i]!, types[i])
      if (value?.kind === 'text') checkText(target, name, value.text)
      return value
    })
    return { values, flags: isFlagged(cells) ? flagsOf(cells, types) : [] }
  }
}

const changes: Readonly<Record<ValueNote, string>> = {
  digits: 'wrote numbers of more than 15 digits as texts',
  rounded: 'rounded times to milliseconds',
  range: 'wrote dates before March 1900 or after 9999 as texts',
}

/** What the workbook does not say as the rows did. */
const warningsOf = (sheet: SheetXml, { node }: Target): readonly Problem[] => [
  ...[...sheet.changed()].map(
    ([note, columns]): Problem => ({
      code: 'W-TARGET-CHANGED',
      severity: 'warning',
      node,
      message: `\`${node}\` ${changes[note]}, in ${columns.map(name => `\`${name}\``).join(', ')}: Excel does not hold them as they are.`,
    }),
  ),
  ...(sheet.hasMoreFlags()
    ? [
        {
          code: 'W-TARGET-COMMENTS',
          severity: 'warning',
          node,
          message: `\`${node}\` has more flagged cells than a workbook can well hold comments: the first ${mostComments} have their reasons, all have their colour.`,
        } as const,
      ]
    : []),
]

/** A workbook as it was written, and what a person should know of it. */
interface WrittenWorkbook {
  readonly rows: number
  readonly warnings: readonly Problem[]
}

/** Writes a sink's workbook to its stage. */
export const writeWorkbook = async (
  target: Target<FileRequest>,
  relation: Relation,
  staged: string,
  flow: CompiledFlow,
  database: RunStatements,
): Promise<WrittenWorkbook> => {
  const names = columnsOf(relation)
  if (names.length > mostColumns)
    throw tooMuch(
      target,
      `it would have ${names.length} columns, and a sheet has ${mostColumns}`,
      'Write fewer of them.',
    )
  const sheet = new SheetXml(names)
  const rows = channel<readonly SheetRow[]>()
  let written = 0
  const reading = database
    .each(totallyOrdered(relation), async (found, columns, types) => {
      const hidden = columns.slice(names.length).map(({ name }) => name)
      const made = rowsOf(relation, hidden, target, flow)
      written += found.length
      if (written >= mostRows)
        throw tooMuch(
          target,
          `there are more than ${mostRows - 1} rows, and a sheet has no room for them`,
          'Filter or aggregate them, or write CSV or Parquet.',
        )
      await rows.put(found.map(cells => made(cells, types)))
    })
    .then(rows.end, rows.fail)
  const name = String(target.request.options.sheet)
  const parts = workbookParts(name, sheet.xml(rows.all()), () => sheet.comments())
  try {
    await pipeline(zipped(parts), createWriteStream(staged))
  } finally {
    rows.stop()
    await reading
  }
  return { rows: written, warnings: warningsOf(sheet, target) }
}

/** How many rows the sheet of a workbook has under its header. */
export const rowsInWorkbook = async (path: string): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'weir-sheet-'))
  try {
    const { size, mtimeMs } = await stat(path)
    const file = { path, size, modified: mtimeMs }
    const { path: sheet } = sheetOf(await lookAtBook(file), null, file)
    const options = { sheet, range: null, header: true, repeat: false, first: null }
    return (await copySheet(path, join(folder, 'rows'), options, () => undefined)).rows
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
