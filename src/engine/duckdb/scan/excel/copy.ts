import { open, rename, rm } from 'node:fs/promises'
import { lettersOf, mostColumns, mostRows, type Range } from '../../../xlsx/address.ts'
import { type CellKind, readMerged, readSheet, type SheetCell, type Texts } from '../../../xlsx/sheet.ts'
import { readStrings, Strings } from '../../../xlsx/strings.ts'
import { readWorkbook, type Workbook } from '../../../xlsx/workbook.ts'
import { openArchive } from '../../../xlsx/zip.ts'
import { Batch } from '../csv/batch.ts'
import { repeatMerged } from './merged.ts'

export interface SheetOptions {
  /** The part of the archive that the sheet is. */
  readonly sheet: string
  readonly range: Range | null
  readonly header: boolean
  /** Put the value of merged cells into each of them. */
  readonly repeat: boolean
  /** No more rows than these; null: all. */
  readonly first: number | null
}

/** A column of the copy: what stands above it, and how many cells of each sort it has. */
export interface CopiedColumn {
  readonly letters: string
  /** Null where there is no header, or nothing in it. */
  readonly title: string | null
  readonly cells: Readonly<Partial<Record<CellKind, number>>>
}

/** What lies in the copy: number of the row, its columns that show errors as `|2|5|`, and the cells. */
export interface SheetCopy {
  readonly columns: readonly CopiedColumn[]
  readonly rows: number
  readonly longest: number
  /** Some row has nothing in it, but others below have. */
  readonly gaps: number
  /** No row was left out. */
  readonly whole: boolean
}

type Tally = Partial<Record<CellKind, number>>

const batchBytes = 1 << 20

const shown = ({ kind, text }: SheetCell): string =>
  kind === 'text' || kind === 'error' ? `"${text.includes('"') ? text.replaceAll('"', '""') : text}"` : text

/** Rows of cells as lines; how many cells each has is fixed once the first of them are written. */
class Lines {
  private waiting: { readonly text: string; readonly cells: number }[] = []
  private waitingSigns = 0
  width: number
  private frozen: boolean
  /** A row was met that has more cells than those that are written: nothing more is. */
  tooWide = false

  constructor(
    private readonly batch: Batch,
    width: number | null,
  ) {
    this.width = width ?? 0
    this.frozen = width !== null
  }

  add(text: string, cells: number): void {
    if (cells > this.width) {
      this.width = cells
      this.tooWide ||= this.frozen
    }
    if (this.tooWide) return
    if (this.frozen) {
      this.write(text, cells)
      return
    }
    this.waiting.push({ text, cells })
    this.waitingSigns += text.length
    if (this.waitingSigns > batchBytes) this.freeze()
  }

  freeze(): void {
    this.frozen = true
    for (const { text, cells } of this.waiting) this.write(text, cells)
    this.waiting = []
  }

  private write(text: string, cells: number): void {
    this.batch.text(text, 'utf8')
    this.batch.text(','.repeat(this.width - cells), 'latin1')
    this.batch.endLine()
  }
}

interface Pass {
  readonly copy: SheetCopy
  /** How many cells a row has at most, where more than were written. */
  readonly wider: number | null
}

/** One pass over a sheet. */
const onePass = async (
  archiveOf: Source,
  target: string,
  options: SheetOptions,
  width: number | null,
  after: (bytes: number) => void,
): Promise<Pass> => {
  const { archive, book, strings } = archiveOf
  const { range, header } = options
  const most = options.first ?? mostRows
  const merged = options.repeat ? await readMerged(archive.read(options.sheet)) : []
  const fill = repeatMerged(merged)
  const from = range?.fromColumn ?? 0
  const to = range?.toColumn ?? mostColumns - 1
  const handle = await open(target, 'w')
  const batch = new Batch(handle)
  const lines = new Lines(batch, width)
  const tallies: Tally[] = []
  let titles: readonly (SheetCell | undefined)[] | null = header ? null : []
  let rows = 0
  let gaps = 0
  let last = 0
  let more = false
  const take = (number: number, found: readonly (SheetCell | undefined)[]) => {
    const all = fill(number, found)
    if (number < (range?.fromRow ?? 1) || number > (range?.toRow ?? mostRows)) return
    const cells = from === 0 && to >= all.length ? all : all.slice(from, to + 1)
    if (!cells.some(cell => cell !== undefined)) return
    if (last > 0) gaps += number - last - 1
    last = number
    if (titles === null) {
      titles = cells
      lines.width = Math.max(lines.width, cells.length)
      return
    }
    if (rows === most) {
      more = true
      return
    }
    rows += 1
    let text = ''
    let errors = ''
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]
      text += ','
      if (cell === undefined) continue
      text += shown(cell)
      if (cell.kind === 'error') errors += `${i}|`
      const tally = tallies[i] ?? {}
      tallies[i] = tally
      tally[cell.kind] = (tally[cell.kind] ?? 0) + 1
    }
    lines.add(`${number},${errors && `|${errors}`}${text}`, cells.length)
  }
  try {
    const world = { strings, kinds: book.kinds, is1904: book.is1904 }
    let unwritten = 0
    const flush = async (bytes: number) => {
      after(bytes)
      unwritten += bytes
      if (unwritten < batchBytes) return
      await batch.flush()
      unwritten = 0
    }
    await readSheet(archive.read(options.sheet), world, take, flush, () => more)
    lines.freeze()
    await batch.flush()
  } finally {
    await handle.close()
  }
  const columns = Array.from(
    { length: lines.width },
    (_, i): CopiedColumn => ({
      letters: lettersOf(from + i),
      title: titles?.[i]?.text ?? null,
      cells: tallies[i] ?? {},
    }),
  )
  return {
    copy: { columns, rows, longest: batch.longest, gaps, whole: !more },
    wider: lines.tooWide ? lines.width : null,
  }
}

interface Source {
  readonly archive: Awaited<ReturnType<typeof openArchive>>
  readonly book: Workbook
  readonly strings: Texts
}

/** The highest number of a text that the rows of a copy have. */
const lastText = async (source: Omit<Source, 'strings'>, target: string, options: SheetOptions): Promise<number> => {
  let last = -1
  const get = (index: number) => {
    last = Math.max(last, index)
    return ' '
  }
  await onePass({ ...source, strings: { get } }, target, options, null, () => undefined)
  return last
}

/** Copies the cells of a sheet to a file of delimited text, each as the text that says what it is; a second pass only where a late row is wider than the first. */
export const copySheet = async (
  path: string,
  target: string,
  options: SheetOptions,
  after: (bytes: number) => void,
): Promise<SheetCopy> => {
  const archive = await openArchive(path)
  const strings = new Strings(`${target}.texts`)
  try {
    const book = await readWorkbook(archive)
    if (book.strings !== null) {
      const last = options.first === null ? undefined : await lastText({ archive, book }, `${target}.part`, options)
      await readStrings(archive.read(book.strings), strings, after, last)
    }
    const source = { archive, book, strings }
    const first = await onePass(source, `${target}.part`, options, null, after)
    const { copy } = first.wider === null ? first : await onePass(source, `${target}.part`, options, first.wider, after)
    await rename(`${target}.part`, target)
    return copy
  } finally {
    strings.close()
    archive.close()
    await rm(`${target}.part`, { force: true })
  }
}
