import { isUtf8 } from 'node:buffer'
import { lineFaults } from '#core/source/line-faults.ts'

/** The signs that part a file into lines and cells. */
export interface Signs {
  readonly delim: Buffer
  /** Byte of the quote; -1: there is none. */
  readonly quote: number
  readonly escape: number
  /** A carriage return alone ends a line, as on old Macs. */
  readonly returns: boolean
  readonly utf8: boolean
}

/** A line as it lies in the bytes at hand. The reader hands out the same object again and again. */
export interface Line {
  /** Of its first physical line, counted from 1. */
  number: number
  start: number
  /** Without the line's end. */
  end: number
  next: number
  cells: number
  /** Where the last cell begins. */
  last: number
  lastEmpty: boolean
  /** Why it cannot be read, or null. */
  fault: string | null
  /** A quote stands inside a cell that has none around it. */
  stray: boolean
  /** 1: LF, 2: CRLF, 4: CR, 0: the file's end. */
  ending: number
  /** Ends and numbers of cells of what single carriage returns part it into, where there are any. */
  pieces: number[] | null
}

/** DuckDB reads no longer line without being told so. */
export const longest = 2_000_000

const LF = 1
const CR = 2
const DELIM = 3
const QUOTE = 4
const DOT = 5
const lf = 10
const cr = 13
const dot = 46
const space = 32

/**
 * What a cell may have that DuckDB would convert to another number than is meant: a point, a sign without digits before a space, digits
 * behind a leading zero, more of them than a DOUBLE may hold, an exponent, or
 * one of three digits. Of a column that has a text no more is noted.
 */
export const cellMarks = { point: 1, noDigits: 2, zero: 4, long: 8, exponent: 16, far: 32, text: 64 } as const

const signBytes = Buffer.from('+-eE')
const zero = 48
const nine = 57
const [plus, minus] = [43, 45]
/** Every whole number of so many digits is a DOUBLE. */
const sureDigits = 15

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= zero && byte <= nine
const [letterA, letterE, letterI, letterN, letterZ] = [...'aeinz'].map(letter => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
]
/** A bit that letters have, and nothing else in a number. */
const letterBit = 0x40

/** Whether the text of a cell has to be looked at more closely, by its first and its last bytes. */
const mayDiffer = (bytes: Buffer, from: number, to: number, pointed: boolean): boolean => {
  const end = bytes[to - 1]!
  if (end > nine) return false
  if (bytes[from]! <= zero || end <= space || to < 5 || (to - from > sureDigits && !pointed)) return true
  return (
    to - from > 2 && to > 4 && ((bytes[to - 2]! | bytes[to - 3]! | bytes[to - 4]! | bytes[to - 5]!) & letterBit) !== 0
  )
}

const mark = Buffer.from([0xef, 0xbb, 0xbf])

const classesOf = ({ delim, quote }: Signs): Uint8Array => {
  const classes = new Uint8Array(256)
  classes[dot] = DOT
  classes[delim[0]!] = DELIM
  if (quote >= 0) classes[quote] = QUOTE
  classes[lf] = LF
  classes[cr] = CR
  return classes
}

const afterSpaces = (bytes: Buffer, from: number): number => {
  let at = from
  while (bytes[at] === 0x20) at += 1
  return at
}

/** Takes a file's bytes in pieces of any size, and hands out its lines as a reader with quotes sees them. */
export class CsvLines {
  private carry: Buffer | null = null
  /** What follows it, and has no line's end. */
  private held: Buffer[] = []
  private readonly classes: Uint8Array
  private readonly line: Line = {
    number: 1,
    start: 0,
    end: 0,
    next: 0,
    cells: 0,
    last: 0,
    lastEmpty: false,
    fault: null,
    stray: false,
    ending: 0,
    pieces: null,
  }
  private breaks = 0
  private clean = true
  private first: boolean
  /** Where the next line begins in the file. */
  at: number
  /** Where the bytes at hand begin in the file. */
  position: number
  /** For each column what `cellMarks` were seen in its cells. */
  readonly marks: Uint8Array
  /** Sorts of line ends seen so far, as bits: of every line, also of those that are no rows. */
  endings = 0

  constructor(
    private readonly signs: Signs,
    /** How many cells a line should have, by which lines inside of a quote are known; null: not known. */
    private readonly columns: number | null,
    private skip: number,
    private readonly take: (line: Line, bytes: Buffer) => void,
    /** Where the first byte stands in the file, and the number of its line. */
    begin: { readonly at: number; readonly number: number } = { at: 0, number: 1 },
  ) {
    this.first = begin.at === 0
    this.at = begin.at
    this.position = begin.at
    this.line.number = begin.number
    this.classes = classesOf(signs)
    this.marks = new Uint8Array(columns ?? 0)
  }

  /** The number of the next line. */
  get number(): number {
    return this.line.number
  }

  push(chunk: Buffer): void {
    // Of a line that nobody can read, only the end is waited for.
    if (this.carry && this.carry.length > longest && !chunk.includes(lf) && !chunk.includes(cr)) {
      this.held.push(chunk)
      return
    }
    const bytes = this.carry ? Buffer.concat([this.carry, ...this.held, chunk]) : chunk
    this.held = []
    this.position = this.at
    const rest = this.scan(bytes, false)
    this.at = this.position + rest
    this.carry = rest < bytes.length ? bytes.subarray(rest) : null
  }

  end(): void {
    this.position = this.at
    if (this.carry) this.at += this.scan(Buffer.concat([this.carry, ...this.held]), true)
    this.held = []
    this.carry = null
  }

  private scan(bytes: Buffer, final: boolean): number {
    const { line } = this
    let start = 0
    if (this.first) {
      if (bytes.length < 3 && !final) return 0
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) start = 3
      this.first = false
    }
    const whole = final ? bytes.length : Math.max(bytes.lastIndexOf(lf), bytes.lastIndexOf(cr)) + 1
    this.clean = this.foul(bytes.subarray(start, whole)) === null
    for (; start < bytes.length; start = line.next) {
      if (this.skip > 0) {
        if (!this.physical(bytes, start, final)) return start
        this.endings |= line.ending
        this.skip -= 1
        line.number += 1
        continue
      }
      if (!this.read(bytes, start, final)) return start
      const foul = this.clean ? null : this.foul(bytes.subarray(start, line.end))
      if (foul !== null) this.refuse(bytes, start, final, foul)
      if (line.end - start > longest) line.fault = lineFaults.long
      this.endings |= line.ending
      this.take(line, bytes)
      line.number += this.breaks
    }
    return start
  }

  /** What no text has in it, wherever in a line it stands. */
  private foul(bytes: Buffer): string | null {
    if (bytes.includes(0)) return lineFaults.zero
    if (!this.signs.utf8) return null
    if (bytes.includes(mark)) return lineFaults.mark
    return isUtf8(bytes) ? null : lineFaults.bytes
  }

  /** Finds the end of the physical line, whatever stands in it. */
  private physical(bytes: Buffer, start: number, final: boolean): boolean {
    const { line } = this
    let end = bytes.indexOf(lf, start)
    if (this.signs.returns) {
      const other = bytes.indexOf(cr, start)
      if (other >= 0 && (end < 0 || other < end)) end = other
    }
    if (end < 0 && !final) return false
    line.ending = end < 0 ? 0 : bytes[end] === cr ? 4 : 1
    line.next = end < 0 ? bytes.length : end + 1
    line.end = end < 0 ? bytes.length : end
    if (line.ending === 1 && line.end > start && bytes[line.end - 1] === cr) {
      line.end -= 1
      line.ending = 2
    }
    this.breaks = 1
    return true
  }

  private refuse(bytes: Buffer, start: number, final: boolean, fault: string): boolean {
    this.line.start = start
    this.line.fault = fault
    this.line.pieces = null
    this.line.stray = false
    return this.physical(bytes, start, final)
  }

  private finish(
    bytes: Buffer,
    end: number,
    next: number,
    ending: number,
    cells: number,
    last: number,
    pointed: boolean,
  ): true {
    const { line } = this
    line.cells = cells
    line.last = last
    line.end = end
    line.next = next
    line.ending = ending
    if (mayDiffer(bytes, last, end, pointed)) this.mark(bytes, last, end, cells - 1, pointed)
    const { quote } = this.signs
    line.lastEmpty = last === end || (end - last === 2 && bytes[last] === quote && bytes[last + 1] === quote)
    line.pieces?.push(end, cells)
    return true
  }

  /** Reads the line that begins at `start`; false: its end is not at hand. */
  private read(bytes: Buffer, start: number, final: boolean): boolean {
    const { classes, line, signs } = this
    const { delim } = signs
    const size = delim.length
    const { length } = bytes
    let cells = 1
    let last = start
    line.start = start
    line.fault = null
    line.stray = false
    line.pieces = null
    this.breaks = 1
    let pointed = false
    let at = start
    while (at < length) {
      let kind = classes[bytes[at]!]!
      while (kind === 0 && ++at < length) kind = classes[bytes[at]!]!
      if (at >= length) break
      if (kind === DELIM) {
        if (size > 1 && bytes.compare(delim, 0, size, at, Math.min(at + size, length)) !== 0) {
          at += 1
          continue
        }
        const end = bytes[at - 1]!
        // `mayDiffer` again: called for each cell, it would cost a tenth of the reading.
        if (
          end <= nine &&
          (bytes[last]! <= zero ||
            end <= space ||
            at < 5 ||
            (at - last > 3 &&
              ((at - last > sureDigits && !pointed) ||
                ((bytes[at - 2]! | bytes[at - 3]! | bytes[at - 4]! | bytes[at - 5]!) & letterBit) !== 0)))
        )
          this.mark(bytes, last, at, cells - 1, pointed)
        pointed = false
        at += size
        cells += 1
        last = at
      } else if (kind === LF) {
        return this.finish(bytes, at, at + 1, 1, cells, last, pointed)
      } else if (kind === CR) {
        if (at + 1 === length && !final) return false
        if (bytes[at + 1] === lf) return this.finish(bytes, at, at + 2, 2, cells, last, pointed)
        if (signs.returns || at + 1 === length) return this.finish(bytes, at, at + 1, 4, cells, last, pointed)
        line.pieces ??= []
        line.pieces.push(at, cells)
        if (mayDiffer(bytes, last, at, pointed)) this.mark(bytes, last, at, cells - 1, pointed)
        pointed = false
        cells = 1
        at += 1
        last = at
      } else if (kind === DOT) {
        this.marks[cells - 1]! |= cellMarks.point
        pointed = true
        at += 1
      } else {
        // DuckDB passes over spaces around quotes.
        if (at !== last && afterSpaces(bytes, last) !== at) {
          line.stray = true
          at += 1
          continue
        }
        const close = this.close(bytes, at)
        const after = close === -1 ? -1 : afterSpaces(bytes, close + 1)
        if (close === -1 || after + size > length) {
          if (!final && length - start <= longest) return false
          if (close === -1) return this.refuse(bytes, start, final, lineFaults.open)
        }
        if (!this.cellEnds(bytes, after)) return this.refuse(bytes, start, final, lineFaults.quote)
        if (!this.within(bytes, at + 1, close)) return this.refuse(bytes, start, final, lineFaults.open)
        const within = this.hasPoint(bytes, at, close, cells - 1)
        if (mayDiffer(bytes, at + 1, close, within)) this.mark(bytes, at + 1, close, cells - 1, within)
        // What stands around the quotes was looked at.
        pointed = true
        at = after
      }
    }
    return final && this.finish(bytes, length, length, 0, cells, last, pointed)
  }

  /** Notes a point in a quoted cell; false: there is none in one that may be a number. */
  private hasPoint(bytes: Buffer, from: number, to: number, column: number): boolean {
    const { marks } = this
    if ((marks[column]! & cellMarks.point) !== 0 && to - from <= sureDigits) return true
    for (let at = from; at < to; at += 1)
      if (bytes[at] === dot) {
        marks[column]! |= cellMarks.point
        return true
      }
    return false
  }

  /** Notes what the text of a cell may lose as a number; `pointed`: it has a point. */
  private mark(bytes: Buffer, from: number, to: number, column: number, pointed: boolean): void {
    const { marks } = this
    if ((marks[column]! & cellMarks.text) !== 0 || to === from) return
    const first = bytes[from]! | 0x20
    if (first >= letterA && first <= letterZ && first !== letterI && first !== letterN) {
      marks[column]! |= cellMarks.text
      return
    }
    if (bytes[from]! <= zero) this.markZero(bytes, from, to, column)
    const end = bytes[to - 1]!
    if (end <= space) this.markEnd(bytes, from, to, column, pointed)
    else if (isDigit(end)) {
      if (to - from > sureDigits && !pointed) marks[column]! |= cellMarks.long
      const begin = Math.max(from + 1, to - 5)
      for (let at = to - 2; at >= begin; at -= 1)
        if ((bytes[at]! | 0x20) === letterE)
          marks[column]! |= cellMarks.exponent | (to - at > 3 && isDigit(bytes[to - 3]) ? cellMarks.far : 0)
    }
  }

  private markZero(bytes: Buffer, from: number, to: number, column: number): void {
    let at = from
    while (at < to && bytes[at]! <= space) at += 1
    if (bytes[at] === plus || bytes[at] === minus) at += 1
    if (at + 1 < to && bytes[at] === zero && isDigit(bytes[at + 1])) this.marks[column]! |= cellMarks.zero
  }

  /** Of a cell that ends with a space: whether a sign or an exponent stands before it. */
  private markEnd(bytes: Buffer, from: number, to: number, column: number, pointed: boolean): void {
    let at = to - 1
    while (at > from && bytes[at]! <= space) at -= 1
    if (signBytes.includes(bytes[at]!)) this.marks[column]! |= cellMarks.noDigits
    if (bytes[at]! > space) this.mark(bytes, from, at + 1, column, pointed)
  }

  /** Where the quote that opens at `open` is closed; -1: not in these bytes. */
  private close(bytes: Buffer, open: number): number {
    const { quote, escape: sign } = this.signs
    let close = bytes.indexOf(quote, open + 1)
    while (close >= 0) {
      if (sign === quote) {
        if (bytes[close + 1] !== quote) return close
        close += 1
      } else {
        let before = close - 1
        while (before > open && bytes[before] === sign) before -= 1
        if ((close - before) % 2 === 1) return close
      }
      close = bytes.indexOf(quote, close + 1)
    }
    return -1
  }

  private cellEnds(bytes: Buffer, at: number): boolean {
    if (at >= bytes.length) return true
    const kind = this.classes[bytes[at]!]
    const { delim } = this.signs
    if (kind === LF || kind === CR) return true
    return kind === DELIM && (delim.length === 1 || bytes.subarray(at, at + delim.length).equals(delim))
  }

  /** Counts the line ends in a quoted cell; false if whole lines of the table seem to stand in it, as after a quote that is not closed. */
  private within(bytes: Buffer, from: number, to: number): boolean {
    const ending = this.signs.returns ? cr : lf
    let found = bytes.indexOf(ending, from)
    if (found < 0 || found >= to) return true
    const { delim } = this.signs
    let alike = 0
    let others = 0
    for (;;) {
      this.breaks += 1
      const begin = found + 1
      found = bytes.indexOf(ending, begin)
      if (found < 0 || found >= to) break
      if (this.columns === null || others > 0) continue
      let parts = 1
      for (let at = bytes.indexOf(delim, begin); at >= 0 && at < found; at = bytes.indexOf(delim, at + delim.length))
        parts += 1
      if (parts === this.columns) alike += 1
      else others += 1
    }
    return others > 0 || this.columns === null || alike * (this.columns - 1) < 6
  }
}
