import { isUtf8 } from 'node:buffer'
import { longestRecord } from '#core/source/json.ts'
import { pieceBytes, unpacked } from '../packed.ts'
import { hasReturn } from './copy.ts'
import {
  afterSpaces,
  markOfNumber,
  markOfText,
  nestedEnd,
  numberEnd,
  stands,
  stringEnd,
  valueMarks,
  wordEnd,
} from './value.ts'

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

/** The keys of a file's records; null: some line is no record, or not one that DuckDB is sure to read as it is meant. */
export type Records = readonly RecordKey[] | null

interface Key {
  readonly name: string
  /** With the quotes. */
  readonly bytes: Buffer
  marks: number
  readonly examples: string[]
  /** The last record that it was in. */
  seen: number
  /** The key that last came after it. */
  next: Key | null
}

const lf = 0x0a
const quote = 0x22
const mark = Buffer.from([0xef, 0xbb, 0xbf])

/** DuckDB's look at types ends the process where values are nested some ten thousand times. */
const deepest = 100
const mostKeys = 2000
const longestExample = 1 << 16

/** Goes through lines of records, as long as each is one. */
class RecordLines {
  private readonly keys = new Map<string, Key>()
  private first: Key | null = null
  private count = 0

  /** Whether all lines, each of which ends with a line feed, are records or blank. */
  push(bytes: Buffer): boolean {
    if (!isUtf8(bytes) || hasReturn(bytes)) return false
    for (let at = 0; at < bytes.length; ) {
      const next = this.line(bytes, at)
      if (next < 0 || next - at >= longestRecord) return false
      at = next
    }
    return true
  }

  found(): readonly RecordKey[] {
    return [...this.keys.values()].map(({ name, marks, examples }) => ({ name, marks, examples }))
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
      const key: Key | null = guess !== null && stands(guess.bytes, bytes, at) ? guess : this.keyAt(bytes, at)
      if (key === null || key.seen === this.count) return -1
      key.seen = this.count
      if (before === null) this.first = key
      else before.next = key
      before = key
      at = afterSpaces(bytes, at + key.bytes.length)
      if (bytes[at] !== 0x3a) return -1
      at = afterSpaces(bytes, at + 1)
      at = this.value(bytes, at, key, start)
      if (at < 0) return -1
      at = afterSpaces(bytes, at)
      if (bytes[at] === 0x7d) return this.lineEnd(bytes, at + 1)
      if (bytes[at] !== 0x2c) return -1
      at = afterSpaces(bytes, at + 1)
    }
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
      found = markOfNumber(bytes, at, end)
    } else {
      end = wordEnd(bytes, at)
      found = byte === 0x6e ? 0 : valueMarks.boolean
    }
    if (end >= 0 && ((key.marks & found) !== found || key.examples.length === 0)) {
      key.marks |= found
      const text = bytes.toString('utf8', start, bytes.indexOf(lf, end)).trim()
      if (text.length <= longestExample) key.examples.push(text)
    }
    return end
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
    const key: Key = { name, bytes: Buffer.from(bytes.subarray(at, end)), marks: 0, examples: [], seen: 0, next: null }
    this.keys.set(name, key)
    return key
  }

  private lineEnd(bytes: Buffer, from: number): number {
    const at = afterSpaces(bytes, from)
    return bytes[at] === lf ? at + 1 : -1
  }
}

/** The keys of the records that begin in a range of a file's bytes. */
export const recordsIn = async (path: string, range: RecordRange, after: (bytes: number) => void): Promise<Records> => {
  const lines = new RecordLines()
  // One byte before tells whether a line begins with the range.
  let place = Math.max(0, range.start - 1)
  let inside = range.start === 0
  let parts: Buffer[] = []
  let size = 0
  const take = (bytes: Buffer): boolean => {
    const whole = parts.length === 0 ? bytes : Buffer.concat([...parts, bytes])
    parts = []
    size = 0
    return lines.push(whole)
  }
  for await (const chunk of unpacked(path, place) as AsyncIterable<Buffer>) {
    after(Math.min(chunk.length, pieceBytes))
    const begin = place
    let from = place === 0 && chunk.indexOf(mark) === 0 ? mark.length : 0
    place += chunk.length
    if (!inside) {
      from = chunk.indexOf(lf) + 1
      if (from === 0) continue
      inside = true
      if (range.end !== null && begin + from >= range.end) return lines.found()
    }
    // The line that has the range's last byte is the last.
    const last = range.end === null || place < range.end ? -1 : chunk.indexOf(lf, Math.max(from, range.end - 1 - begin))
    const end = (last >= 0 ? last : chunk.lastIndexOf(lf)) + 1
    if (end > from && !take(chunk.subarray(from, end))) return null
    if (last >= 0) return lines.found()
    if (end < chunk.length) {
      const rest = chunk.subarray(Math.max(from, end))
      parts.push(rest)
      size += rest.length
      if (size >= longestRecord) return null
    }
  }
  if (parts.length > 0 && !take(Buffer.from([lf]))) return null
  return lines.found()
}
