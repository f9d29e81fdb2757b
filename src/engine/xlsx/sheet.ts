import { columnOf, mostColumns, mostRows, type Range, rangeOf } from './address.ts'
import { dateText, isoText, type NumberKind } from './dates.ts'
import { textOfSheet } from './text.ts'
import { attribute, readXml } from './xml.ts'

/** What sort of value a cell holds. */
export type CellKind = 'whole' | Exclude<NumberKind, 'number'> | 'fraction' | 'boolean' | 'text' | 'error'

export interface SheetCell {
  readonly kind: CellKind
  /** As a text that says the same everywhere: ISO 8601, digits with a point, true and false. */
  readonly text: string
}

/** The texts of a workbook by their numbers. */
export interface Texts {
  get(index: number): string | undefined
}

export interface SheetWorld {
  readonly strings: Texts
  readonly kinds: readonly NumberKind[]
  readonly is1904: boolean
}

const plainWhole = /^-?(0|[1-9]\d{0,14})$/

const ofNumber = (text: string, kind: NumberKind, is1904: boolean): SheetCell => {
  if (kind === 'number' && plainWhole.test(text) && text !== '-0') return { kind: 'whole', text }
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isFinite(value)) return { kind: 'text', text }
  if (kind !== 'number') {
    const date = dateText(value, kind, is1904)
    if (date) return date
  }
  return { kind: Number.isSafeInteger(value) && !Object.is(value, -0) ? 'whole' : 'fraction', text: String(value) }
}

/** What a cell holds; null where it holds nothing, or a text without signs. */
const cellOf = (type: string, style: number, raw: string, world: SheetWorld): SheetCell | null => {
  switch (type) {
    case 's': {
      const text = world.strings.get(Number(raw))
      if (text === undefined) throw new Error(`A cell shows the text ${raw}, which there is not`)
      return text === '' ? null : { kind: 'text', text }
    }
    case 'str':
    case 'inlineStr':
      return raw === '' ? null : { kind: 'text', text: textOfSheet(raw) }
    case 'b':
      return raw === '' ? null : { kind: 'boolean', text: raw === '1' || raw === 'true' ? 'true' : 'false' }
    case 'e':
      return { kind: 'error', text: raw || '#VALUE!' }
    case 'd': {
      const date = isoText(raw)
      return raw === '' ? null : date ? (date as SheetCell) : { kind: 'text', text: raw }
    }
    default:
      return raw === '' ? null : ofNumber(raw, world.kinds[style] ?? 'number', world.is1904)
  }
}

/** Takes the rows of a sheet that have cells with values, in their order, with the numbers that they have there. */
export type TakeRow = (number: number, cells: readonly (SheetCell | undefined)[]) => void

export const readSheet = async (
  bytes: AsyncIterable<Buffer>,
  world: SheetWorld,
  take: TakeRow,
  after: (bytes: number) => Promise<void> | void,
  enough: () => boolean = () => false,
): Promise<void> => {
  let row = 0
  let column = -1
  let cells: (SheetCell | undefined)[] = []
  let filled = false
  let inData = false
  let type = ''
  let style = 0
  let raw = ''
  let inCell = false
  let inValue = false
  let aloud = 0
  await readXml(
    bytes,
    {
      open: (name, attributes) => {
        if (name === 'sheetData') inData = true
        // Extensions have rows and cells of their own.
        if (!inData) return
        switch (name) {
          case 'row': {
            const number = Number(attribute(attributes, 'r') ?? row + 1)
            if (!(number > row && number <= mostRows)) throw new Error(`Row ${number} comes after row ${row}`)
            row = number
            column = -1
            cells = []
            filled = false
            break
          }
          case 'c': {
            const address = attribute(attributes, 'r')
            const place = address === null ? column + 1 : columnOf(address)
            if (!(place > column && place < mostColumns)) throw new Error(`A cell of row ${row} is not in its place`)
            column = place
            type = attribute(attributes, 't') ?? 'n'
            style = Number(attribute(attributes, 's') ?? 0)
            raw = ''
            inCell = true
            break
          }
          case 'rPh':
            aloud += 1
            break
          case 'v':
            inValue = inCell && type !== 'inlineStr'
            break
          case 't':
            inValue = inCell && type === 'inlineStr' && aloud === 0
        }
      },
      close: name => {
        if (name === 'sheetData') inData = false
        if (!inData) return
        switch (name) {
          case 'v':
          case 't':
            inValue = false
            break
          case 'rPh':
            aloud -= 1
            break
          case 'c': {
            const cell = cellOf(type, style, raw, world)
            inCell = false
            if (cell === null) break
            cells[column] = cell
            filled = true
            break
          }
          case 'row':
            if (filled) take(row, cells)
        }
      },
      text: piece => {
        if (inValue) raw += piece
      },
      enough,
    },
    after,
  )
}

/** The cells that a sheet shows as one, which stand after all others in its file. */
export const readMerged = async (bytes: AsyncIterable<Buffer>): Promise<readonly Range[]> => {
  const merged: Range[] = []
  const nothing = () => undefined
  await readXml(bytes, {
    open: (name, attributes) => {
      if (name !== 'mergeCell') return
      const range = rangeOf(attribute(attributes, 'ref') ?? '')
      if (range) merged.push(range)
    },
    close: nothing,
    text: nothing,
  })
  return merged.toSorted((a, b) => a.fromRow - b.fromRow)
}
