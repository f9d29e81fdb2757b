import type { RuleSeverity } from '#core/rules/types.ts'
import { lettersOf } from '../address.ts'
import { sheetText } from '../text.ts'
import type { Comment } from './comments.ts'
import { boxesId } from './parts.ts'
import { type CellFormat, gravityOf, headerStyle, styleOf } from './styles.ts'

/** Why a value does not stand in a sheet as it was. */
export type ValueNote = 'digits' | 'rounded' | 'range'

/** A value of a cell: a number in digits, true or false as 1 and 0, or a text. */
export interface SheetValue {
  readonly kind: 'number' | 'boolean' | 'text'
  readonly format: CellFormat
  readonly text: string
  readonly note?: ValueNote
}

/** What is said of a cell of a row. */
export interface CellFlag {
  readonly column: number
  readonly severity: RuleSeverity
  readonly message: string
}

export interface SheetRow {
  readonly values: readonly (SheetValue | null)[]
  readonly flags: readonly CellFlag[]
}

const notes: Readonly<Record<ValueNote, string>> = {
  digits: 'Numbers of more than 15 digits are texts here.',
  rounded: 'Times are rounded to milliseconds.',
  range: 'Dates before March 1900 or after 9999 are texts here.',
}

/** Cells whose reasons are comments: more would make a workbook that no program opens in a minute. */
export const mostComments = 10_000

const longestComment = 2_000

/** The first rows say how wide columns are. */
const measured = 500
const widths = { least: 8, most: 60 }

const widthOf = (value: SheetValue): number =>
  value.format === 'datetime' ? 19 : value.format === 'date' ? 10 : Math.min(widths.most, value.text.length)

const cellXml = (value: SheetValue | null, address: string, gravity: number): string => {
  if (value === null) return gravity === 0 ? '' : `<c r="${address}" s="${styleOf('plain', gravity)}"/>`
  const number = styleOf(value.format, gravity)
  const style = number === 0 ? '' : ` s="${number}"`
  if (value.kind === 'text')
    return `<c r="${address}"${style} t="inlineStr"><is><t xml:space="preserve">${sheetText(value.text)}</t></is></c>`
  return `<c r="${address}"${style}${value.kind === 'boolean' ? ' t="b"' : ''}><v>${value.text}</v></c>`
}

/** A sheet as it is written: rows become XML as they come, what is said of them is kept. */
export class SheetXml {
  private readonly letters: readonly string[]
  private readonly said: Comment[] = []
  private readonly noted: Set<ValueNote>[]
  private row = 1
  private unsaid = false

  constructor(private readonly columns: readonly string[]) {
    this.letters = columns.map((_, i) => lettersOf(i))
    this.noted = columns.map(() => new Set())
  }

  /** All XML of the sheet. */
  async *xml(chunks: AsyncIterable<readonly SheetRow[]>): AsyncGenerator<string> {
    let waiting: SheetRow[] | null = []
    for await (const chunk of chunks) {
      if (waiting === null) {
        yield this.rows(chunk)
        continue
      }
      for (const row of chunk) waiting.push(row)
      if (waiting.length < measured) continue
      yield this.begin(waiting)
      yield this.rows(waiting)
      waiting = null
    }
    if (waiting !== null) {
      yield this.begin(waiting)
      yield this.rows(waiting)
    }
    yield this.end()
  }

  /** Columns with values that do not stand in the sheet as they were, by why. */
  changed(): ReadonlyMap<ValueNote, readonly string[]> {
    const all = Object.keys(notes) as ValueNote[]
    const found = all.map(note => [note, this.columns.filter((_, i) => this.noted[i]!.has(note))] as const)
    return new Map(found.filter(([, columns]) => columns.length > 0))
  }

  /** Whether there are more flagged cells than comments. */
  hasMoreFlags(): boolean {
    return this.unsaid
  }

  /** What is said of cells, those of the header first. */
  comments(): readonly Comment[] {
    const more = this.unsaid ? [`Only the first ${mostComments} flagged cells have their reasons as comments.`] : []
    const header = this.columns.flatMap((_, column): readonly Comment[] => {
      const lines = [...[...this.noted[column]!].sort().map(note => notes[note]), ...(column === 0 ? more : [])]
      return lines.length === 0 ? [] : [{ row: 1, column, text: lines.join('\n') }]
    })
    return [...header, ...this.said]
  }

  private begin(rows: readonly SheetRow[]): string {
    const wide = this.columns.map((name, i) => {
      const most = rows
        .slice(0, measured)
        .reduce((width, { values }) => Math.max(width, values[i] ? widthOf(values[i]) : 0), name.length)
      return Math.min(widths.most, Math.max(widths.least, most)) + 2
    })
    const cols = wide
      .map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
      .join('')
    const header = this.columns
      .map(
        (name, i) =>
          `<c r="${this.letters[i]}1" s="${headerStyle}" t="inlineStr"><is><t xml:space="preserve">${sheetText(name)}</t></is></c>`,
      )
      .join('')
    return [
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
      '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">',
      '<sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>',
      `<cols>${cols}</cols><sheetData><row r="1">${header}</row>`,
    ].join('')
  }

  private rows(rows: readonly SheetRow[]): string {
    let text = ''
    for (const { values, flags } of rows) {
      this.row += 1
      const gravities = flags.length === 0 ? null : this.say(flags)
      let cells = ''
      for (let i = 0; i < values.length; i++) {
        const value = values[i]!
        if (value?.note) this.noted[i]!.add(value.note)
        cells += cellXml(value, `${this.letters[i]}${this.row}`, gravities?.get(i) ?? 0)
      }
      text += `<row r="${this.row}">${cells}</row>`
    }
    return text
  }

  /** Keeps what is said of a row's cells, and gives how grave it is by column. */
  private say(flags: readonly CellFlag[]): ReadonlyMap<number, number> {
    const gravities = new Map<number, number>()
    const texts = new Map<number, string[]>()
    for (const { column, severity, message } of flags) {
      gravities.set(column, Math.max(gravities.get(column) ?? 0, gravityOf(severity)))
      texts.set(column, [...(texts.get(column) ?? []), message])
    }
    for (const [column, lines] of [...texts].sort(([a], [b]) => a - b)) {
      if (this.said.length < mostComments)
        this.said.push({ row: this.row, column, text: lines.join('\n').slice(0, longestComment) })
      else this.unsaid = true
    }
    return gravities
  }

  private end(): string {
    const boxes = this.comments().length > 0 ? `<legacyDrawing r:id="${boxesId}"/>` : ''
    return `</sheetData>${boxes}</worksheet>`
  }
}
