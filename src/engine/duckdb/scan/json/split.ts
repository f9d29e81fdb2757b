/** A record as it lies in the bytes of a file that is not sound, and why it is none; null: it is for the JSON reader to judge. */
export interface Piece {
  readonly start: number
  readonly end: number
  readonly fault: string | null
}

export const recordFaults = {
  invalid: 'It is not valid JSON',
  open: 'It does not end before the next record begins',
  cut: 'The file ends before the record does',
  list: 'The file ends before its list does',
  none: 'There is no record between two commas',
} as const

const quote = 0x22
const backslash = 0x5c
const lineEnd = 0x0a
const comma = 0x2c
const openList = 0x5b
const closeList = 0x5d
const openObject = 0x7b
const closeObject = 0x7d

const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/** Behind the string that begins at `at`; -1: it does not end in its line, as every string of JSON does. */
const stringEnd = (bytes: Buffer, at: number): number => {
  for (let i = at + 1; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === quote) return i + 1
    if (byte === lineEnd) return -1
    if (byte === backslash) i += 1
  }
  return -1
}

/** Behind the object or list that begins at `at`; -1: its brackets or quotes are not closed. */
const nestedEnd = (bytes: Buffer, at: number, limit: number): number => {
  const open: number[] = []
  for (let i = at; i < limit; i++) {
    const byte = bytes[i]!
    if (byte === quote) {
      const end = stringEnd(bytes, i)
      if (end < 0) return -1
      i = end - 1
    } else if (byte === openObject || byte === openList) open.push(byte)
    else if (byte === closeObject || byte === closeList) {
      // The codes of a bracket and of the one that closes it are two apart.
      if (open.pop() !== byte - 2) return -1
      if (open.length === 0) return i + 1
    }
  }
  return -1
}

const scalarEnd = (bytes: Buffer, at: number): number => {
  if (bytes[at] === quote) return stringEnd(bytes, at)
  let end = at
  while (end < bytes.length && !isSpace(bytes[end]!) && bytes[end] !== comma && bytes[end] !== closeList) end += 1
  return Math.max(end, at + 1)
}

/** What DuckDB takes beside JSON: numbers that are none, and a comma behind the last entry. */
const asJson = (text: string): string => text.replace(/\b(NaN|Infinity)\b/g, '0').replace(/,(?=\s*[}\]])/g, '')

const parsed = (text: string): unknown => {
  for (const candidate of [text, asJson(text)]) {
    try {
      return JSON.parse(candidate)
    } catch {}
  }
  return undefined
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const shape = (record: object): string => JSON.stringify(Object.keys(record))

/** How far from its line's begin a record stands, if nothing else is before it; else -1. */
const indent = (bytes: Buffer, at: number): number => {
  let from = at
  while (from > 0 && (bytes[from - 1] === 0x20 || bytes[from - 1] === 0x09)) from -= 1
  return from === 0 || bytes[from - 1] === lineEnd ? at - from : -1
}

/** A record is looked for in so many bytes, and in so many places. */
const longestAhead = 1 << 20
const mostTries = 10_000

/** Parts a file into its records, also where some of them are broken: what is no record is a piece with its fault. */
export class JsonPieces {
  private readonly shapes = new Set<string>()
  private place = -1
  private firstKey: string | null = null
  private tries = 0

  constructor(private readonly bytes: Buffer) {}

  *pieces(): Generator<Piece> {
    const { bytes } = this
    let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
    let list = false
    let waiting = false
    let cut = false
    for (; at < bytes.length; ) {
      const byte = bytes[at]!
      if (isSpace(byte)) at += 1
      else if (!list && byte === openList) {
        list = true
        waiting = true
        at += 1
      } else if (list && byte === closeList) {
        list = false
        at += 1
      } else if (list && byte === comma) {
        if (waiting) yield { start: at, end: at, fault: recordFaults.none }
        waiting = true
        at += 1
      } else {
        const piece = this.piece(at)
        yield piece
        waiting = false
        cut = piece.fault === recordFaults.cut
        at = piece.end
      }
    }
    if (list && !cut) yield { start: at, end: at, fault: recordFaults.list }
  }

  private piece(start: number): Piece {
    const { bytes } = this
    const nested = bytes[start] === openObject || bytes[start] === openList
    const end = nested ? nestedEnd(bytes, start, bytes.length) : scalarEnd(bytes, start)
    if (end < 0) {
      const next = this.next(start)
      return next === null
        ? { start, end: bytes.length, fault: recordFaults.cut }
        : { start, end: this.before(next, start), fault: recordFaults.open }
    }
    const text = bytes.toString('utf8', start, end)
    const value = parsed(text)
    if (isRecord(value)) this.learn(value, start, text)
    return { start, end, fault: value === undefined && nested ? recordFaults.invalid : null }
  }

  private learn(record: object, at: number, text: string): void {
    this.firstKey ??= /^\{\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1] ?? null
    if (this.shapes.size === 0) this.place = indent(this.bytes, at)
    if (this.shapes.size < 1000) this.shapes.add(shape(record))
  }

  /** Where the next record begins that looks as those before: in the same place of its line, with the same keys. */
  private next(start: number): number | null {
    const { bytes } = this
    const own = /^\{\s*("(?:[^"\\]|\\.)*")/.exec(bytes.toString('utf8', start, start + 1000))?.[1]
    const key = this.firstKey ?? own
    if (key === undefined || key === null) return null
    for (let at = bytes.indexOf(key, start + 1); at >= 0; at = bytes.indexOf(key, at + 1)) {
      if (++this.tries > mostTries) return null
      let open = at - 1
      while (open > start && isSpace(bytes[open]!)) open -= 1
      if (open > start && bytes[open] === openObject && this.alike(open)) return open
    }
    return null
  }

  private alike(open: number): boolean {
    const { bytes } = this
    if (this.shapes.size > 0 && this.place >= 0 && indent(bytes, open) !== this.place) return false
    const end = nestedEnd(bytes, open, Math.min(bytes.length, open + longestAhead))
    const value = end < 0 ? undefined : parsed(bytes.toString('utf8', open, end))
    return isRecord(value) && (this.shapes.size === 0 || this.shapes.has(shape(value)))
  }

  private before(next: number, start: number): number {
    const { bytes } = this
    let end = next
    while (end > start + 1 && isSpace(bytes[end - 1]!)) end -= 1
    if (end > start + 1 && bytes[end - 1] === comma) end -= 1
    return end
  }
}
