import { isUtf8 } from 'node:buffer'
import { longestRecord } from '#core/source/json.ts'
import { pieceBytes, unpacked } from '../packed.ts'
import { hasReturn } from './copy.ts'
import { afterSpaces, markOfNumber, markOfText, nestedEnd, numberEnd, stringEnd, valueMarks, wordEnd } from './value.ts'

/** A part of a file: the lines that begin in it. */
export interface RecordRange {
  readonly start: number
  /** Null: the file's end. */
  readonly end: number | null
}

/** A key of records: which `valueMarks` its values have, and a record for each of them. */
export interface RecordKey {
  readonly name: string
  readonly marks: number
  readonly examples: readonly string[]
}

/** What was seen of the lines that begin in a range. */
export interface SeenLines {
  readonly keys: readonly RecordKey[]
  /** Where the first of them begins, and the last ends. */
  readonly from: number
  readonly to: number
  readonly lines: number
  /** Of each line that is no record, or may be another than it seems: where it begins and ends, and its number among them. */
  readonly odd: readonly number[]
}

/** Null: DuckDB may not read the lines as they are meant, whichever are left out. */
export type Records = SeenLines | null

interface Key {
  readonly name: string
  /** With the quotes, as bytes and, as far as that goes, four at a time. */
  readonly bytes: Buffer
  readonly words: Int32Array
  marks: number
  readonly examples: string[]
  /** The last record that it was in. */
  seen: number
  /** The key that last came after it. */
  next: Key | null
}

const lf = 0x0a
const quote = 0x22
const colon = 0x3a
const comma = 0x2c
const space = 0x20
const mark = Buffer.from([0xef, 0xbb, 0xbf])

/** DuckDB's look at types ends the process where values are nested some ten thousand times. */
const deepest = 100
const mostKeys = 2000
const longestExample = 1 << 16

/** So many lines may be odd, and of many at most half. */
const mostOdd = 300_000
const fewLines = 1000

/** Goes through lines of records. */
class RecordLines {
  private readonly keys = new Map<string, Key>()
  private first: Key | null = null
  private view: DataView = new DataView(new ArrayBuffer(0))
  private count = 0
  lines = 0
  readonly odd: number[] = []
  /** What the line has told of keys, to be taken back if it is no record. */
  private told: { readonly key: Key; readonly marks: number; readonly examples: number; readonly isNew: boolean }[] = []

  /** Takes lines each of which ends with a line feed, and the first of which begins at a place of the file; false: they cannot be parted. */
  push(bytes: Buffer, place: number): boolean {
    if (hasReturn(bytes)) return false
    const sound = isUtf8(bytes)
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    for (let at = 0; at < bytes.length; ) {
      this.lines += 1
      if (this.told.length > 0) this.told = []
      const found = this.line(bytes, at)
      const next = found < 0 ? bytes.indexOf(lf, at) + 1 : found
      if (next - at >= longestRecord) return false
      if (found < 0 || (!sound && !isUtf8(bytes.subarray(at, next)))) {
        this.takeBack()
        this.odd.push(place + at, place + next, this.lines)
        const many = this.odd.length / 3
        if (many > mostOdd || (this.lines > fewLines && many * 2 > this.lines)) return false
      }
      at = next
    }
    return true
  }

  found(): readonly RecordKey[] {
    return [...this.keys.values()].map(({ name, marks, examples }) => ({ name, marks, examples }))
  }

  private takeBack(): void {
    for (const { key, marks, examples, isNew } of this.told.toReversed()) {
      key.marks = marks
      key.examples.length = examples
      if (!isNew) continue
      this.keys.delete(key.name)
      this.first = null
      for (const other of this.keys.values()) if (other.next === key) other.next = null
    }
  }

  /** Where the line after the one at `start` begins; -1: it is no record. */
  private line(bytes: Buffer, start: number): number {
    let at = afterSpaces(bytes, start)
    if (bytes[at] !== 0x7b) return this.lineEnd(bytes, start)
    this.count += 1
    at = afterSpaces(bytes, at + 1)
    if (bytes[at] === 0x7d) return this.lineEnd(bytes, at + 1)
    let before: Key | null = null
    for (;;) {
      if (bytes[at] !== quote) return -1
      const guess: Key | null = before === null ? this.first : before.next
      const key: Key | null = guess !== null && this.isAt(guess, bytes, at) ? guess : this.keyAt(bytes, at)
      if (key === null || key.seen === this.count) return -1
      key.seen = this.count
      if (before === null) this.first = key
      else before.next = key
      before = key
      at += key.bytes.length
      if (bytes[at] !== colon) at = afterSpaces(bytes, at)
      if (bytes[at] !== colon) return -1
      at += 1
      if (bytes[at]! <= space) at = afterSpaces(bytes, at)
      at = this.value(bytes, at, key, start)
      if (at < 0) return -1
      if (bytes[at]! <= space) at = afterSpaces(bytes, at)
      if (bytes[at] === 0x7d) return this.lineEnd(bytes, at + 1)
      if (bytes[at] !== comma) return -1
      at += 1
      if (bytes[at]! <= space) at = afterSpaces(bytes, at)
    }
  }

  private isAt({ bytes: own, words }: Key, bytes: Buffer, at: number): boolean {
    const { view } = this
    const { length } = words
    if (at + own.length > bytes.length) return false
    for (let i = 0; i < length; i++) if (words[i] !== view.getInt32(at + (i << 2), true)) return false
    for (let i = length << 2; i < own.length; i++) if (own[i] !== bytes[at + i]) return false
    return true
  }

  private value(bytes: Buffer, at: number, key: Key, start: number): number {
    const byte = bytes[at]!
    let end: number
    let found: number
    if (byte === quote) {
      end = stringEnd(bytes, at)
      // What texts are is of interest until one is neither date nor time.
      found = key.marks & valueMarks.text || end < 0 ? valueMarks.text : markOfText(bytes, at + 1, end - 1)
    } else if (byte === 0x7b || byte === 0x5b) {
      end = nestedEnd(bytes, at, deepest)
      found = valueMarks.nested
    } else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
      end = numberEnd(bytes, at)
      found = end < 0 ? 0 : markOfNumber(bytes, at, end)
    } else {
      end = wordEnd(bytes, at)
      found = byte === 0x6e ? 0 : valueMarks.boolean
    }
    if (end >= 0 && ((key.marks & found) !== found || key.examples.length === 0))
      this.learn(bytes, end, key, found, start)
    return end
  }

  private learn(bytes: Buffer, end: number, key: Key, found: number, start: number): void {
    this.told.push({ key, marks: key.marks, examples: key.examples.length, isNew: false })
    key.marks |= found
    const text = bytes.toString('utf8', start, bytes.indexOf(lf, end)).trim()
    if (text.length <= longestExample) key.examples.push(text)
  }

  private keyAt(bytes: Buffer, at: number): Key | null {
    const end = stringEnd(bytes, at)
    if (end < 0) return null
    const name = bytes.toString('utf8', at + 1, end - 1)
    // A key may be written in several ways only with escapes.
    if (name === '' || name.includes('\\')) return null
    const before = this.keys.get(name)
    if (before) return before
    if (this.keys.size >= mostKeys) return null
    const own = Buffer.from(bytes.subarray(at, end))
    const words = Int32Array.from({ length: own.length >> 2 }, (_, i) => own.readInt32LE(i << 2))
    const key: Key = { name, bytes: own, words, marks: 0, examples: [], seen: 0, next: null }
    this.keys.set(name, key)
    this.told.push({ key, marks: 0, examples: 0, isNew: true })
    return key
  }

  private lineEnd(bytes: Buffer, from: number): number {
    const at = afterSpaces(bytes, from)
    return bytes[at] === lf ? at + 1 : -1
  }
}

/** Goes through the lines that begin in a range of a file's bytes. */
export const recordsIn = async (path: string, range: RecordRange, after: (bytes: number) => void): Promise<Records> => {
  const lines = new RecordLines()
  // One byte before tells whether a line begins with the range.
  let place = Math.max(0, range.start - 1)
  let inside = range.start === 0
  let from: number | null = null
  let to = 0
  let parts: Buffer[] = []
  let size = 0
  const push = (bytes: Buffer, end: number): boolean => {
    from ??= end - bytes.length
    to = end
    return bytes.length === 0 || lines.push(bytes, end - bytes.length)
  }
  const take = (bytes: Buffer, end: number): boolean => {
    if (parts.length === 0) return push(bytes, end)
    const first = bytes.subarray(0, bytes.indexOf(lf) + 1)
    const line = Buffer.concat([...parts, first])
    parts = []
    size = 0
    return push(line, end - bytes.length + first.length) && push(bytes.subarray(first.length), end)
  }
  const found = (): Records => ({
    keys: lines.found(),
    from: from ?? place,
    to: from === null ? place : to,
    lines: lines.lines,
    odd: lines.odd,
  })
  for await (const chunk of unpacked(path, place) as AsyncIterable<Buffer>) {
    after(Math.min(chunk.length, pieceBytes))
    const begin = place
    let at = place === 0 && chunk.indexOf(mark) === 0 ? mark.length : 0
    place += chunk.length
    if (!inside) {
      at = chunk.indexOf(lf) + 1
      if (at === 0) continue
      inside = true
      if (range.end !== null && begin + at >= range.end) return found()
    }
    // The line that has the range's last byte is the last.
    const last = range.end === null || place < range.end ? -1 : chunk.indexOf(lf, Math.max(at, range.end - 1 - begin))
    const end = (last >= 0 ? last : chunk.lastIndexOf(lf)) + 1
    if (end > at && !take(chunk.subarray(at, end), begin + end)) return null
    if (last >= 0) return found()
    if (end < chunk.length) {
      const rest = chunk.subarray(Math.max(at, end))
      parts.push(rest)
      size += rest.length
      if (size >= longestRecord) return null
    }
  }
  // A line feed of our own ends the last line.
  if (parts.length > 0 && !take(Buffer.from([lf]), place + 1)) return null
  return found()
}
