/** What the values of a key are, one bit for each; a null has none. */
export const valueMarks = {
  /** Whole numbers of at most nine, fifteen and eighteen digits. */
  nine: 1,
  fifteen: 2,
  eighteen: 4,
  /** A whole number of more digits. */
  long: 8,
  /** A number with a point, and at most fifteen digits before it. */
  fraction: 16,
  /** One that begins with 0.0000. */
  small: 32,
  /** One with an exponent of at most two digits. */
  exponent: 64,
  number: 128,
  boolean: 256,
  date: 512,
  timestamp: 1024,
  text: 2048,
  nested: 4096,
} as const

const quote = 0x22
const backslash = 0x5c
const zero = 0x30
const nine = 0x39
const dot = 0x2e
const minus = 0x2d
const plus = 0x2b

const isDigit = (byte: number): boolean => byte >= zero && byte <= nine

/** Bytes at which a text stops, or is no text. */
const stops = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === quote || byte === backslash || byte < 0x20 ? 1 : 0,
)

/** Whether the bytes stand at a place of others. */
export const stands = (what: Buffer, bytes: Buffer, at: number): boolean => {
  for (let i = 0; i < what.length; i++) if (what[i] !== bytes[at + i]) return false
  return true
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d

export const afterSpaces = (bytes: Buffer, from: number): number => {
  let at = from
  while (isSpace(bytes[at]!)) at += 1
  return at
}

const hex = (bytes: Buffer, at: number): number => {
  const text = bytes.toString('latin1', at, at + 4)
  return /^[0-9a-fA-F]{4}$/.test(text) ? Number.parseInt(text, 16) : -1
}

const short = new Set(Buffer.from('"\\/bfnrt'))

/** Behind the escape at `at`; -1: it is none. */
const escapeEnd = (bytes: Buffer, at: number): number => {
  const sign = bytes[at + 1]!
  if (short.has(sign)) return at + 2
  if (sign !== 0x75) return -1
  const code = hex(bytes, at + 2)
  if (code < 0 || (code >= 0xdc00 && code <= 0xdfff)) return -1
  if (code < 0xd800 || code > 0xdbff) return at + 6
  const low = bytes[at + 6] === backslash && bytes[at + 7] === 0x75 ? hex(bytes, at + 8) : -1
  return low >= 0xdc00 && low <= 0xdfff ? at + 12 : -1
}

/** Behind the string that begins at `at`; -1: it is none. The bytes must end with a line feed. */
export const stringEnd = (bytes: Buffer, at: number): number => {
  let i = at + 1
  for (;;) {
    while (stops[bytes[i]!] === 0) i += 1
    const byte = bytes[i]!
    if (byte === quote) return i + 1
    if (byte !== backslash) return -1
    i = escapeEnd(bytes, i)
    if (i < 0) return -1
  }
}

const digitsEnd = (bytes: Buffer, at: number): number => {
  let i = at
  while (isDigit(bytes[i]!)) i += 1
  return i
}

/** Behind the number that begins at `at`; -1: it is none. */
export const numberEnd = (bytes: Buffer, at: number): number => {
  const first = bytes[at] === minus ? at + 1 : at
  let i = digitsEnd(bytes, first)
  if (i === first || (bytes[first] === zero && i > first + 1)) return -1
  if (bytes[i] === dot) {
    const end = digitsEnd(bytes, i + 1)
    if (end === i + 1) return -1
    i = end
  }
  if (bytes[i] === 0x65 || bytes[i] === 0x45) {
    const from = bytes[i + 1] === plus || bytes[i + 1] === minus ? i + 2 : i + 1
    i = digitsEnd(bytes, from)
    if (i === from) return -1
  }
  return i
}

/** Longer numbers are left to be converted from their text. */
const longestFraction = 32

const noughts = Buffer.from('0000')

const markOfWhole = (digits: number): number => {
  if (digits <= 9) return valueMarks.nine
  if (digits <= 15) return valueMarks.fifteen
  return digits <= 18 ? valueMarks.eighteen : valueMarks.long
}

/** Of a number that ends at `end`. */
export const markOfNumber = (bytes: Buffer, at: number, end: number): number => {
  const first = bytes[at] === minus ? at + 1 : at
  const point = digitsEnd(bytes, first)
  if (point === end) return markOfWhole(point - first)
  if (point - first > 15 || end - at > longestFraction) return valueMarks.number
  const behind = bytes[point] === dot ? digitsEnd(bytes, point + 1) : point
  if (behind < end) {
    const signs = isDigit(bytes[behind + 1]!) ? 1 : 2
    return end - behind - signs <= 2 ? valueMarks.exponent : valueMarks.number
  }
  const small = bytes[first] === zero && stands(noughts, bytes, point + 1)
  return small ? valueMarks.small : valueMarks.fraction
}

const two = (bytes: Buffer, at: number): number =>
  isDigit(bytes[at]!) && isDigit(bytes[at + 1]!) ? (bytes[at]! - zero) * 10 + bytes[at + 1]! - zero : -1

const isDate = (bytes: Buffer, at: number): boolean => {
  if (bytes[at + 4] !== minus || bytes[at + 7] !== minus) return false
  const century = two(bytes, at)
  const year = two(bytes, at + 2)
  const month = two(bytes, at + 5)
  const day = two(bytes, at + 8)
  if (century < 10 || year < 0 || month < 1 || month > 12 || day < 1) return false
  if (day <= 28) return true
  return day <= new Date(Date.UTC(century * 100 + year, month, 0)).getUTCDate()
}

const isClock = (bytes: Buffer, at: number, end: number): boolean => {
  const hour = two(bytes, at)
  const minute = two(bytes, at + 3)
  const second = two(bytes, at + 6)
  if (bytes[at + 2] !== 0x3a || bytes[at + 5] !== 0x3a) return false
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false
  if (end === at + 8) return true
  return bytes[at + 8] === dot && end - at <= 15 && end > at + 9 && digitsEnd(bytes, at + 9) === end
}

/** Of a string between its quotes. */
export const markOfText = (bytes: Buffer, start: number, end: number): number => {
  const length = end - start
  if (length < 10 || length > 26 || !isDate(bytes, start)) return valueMarks.text
  if (length === 10) return valueMarks.date
  const parted = bytes[start + 10] === 0x54 || bytes[start + 10] === 0x20
  return parted && isClock(bytes, start + 11, end) ? valueMarks.timestamp : valueMarks.text
}

const words = ['true', 'false', 'null'].map(word => Buffer.from(word))

/** Behind `true`, `false` or `null`; -1: it is none of them. */
export const wordEnd = (bytes: Buffer, at: number): number => {
  for (const word of words) if (stands(word, bytes, at)) return at + word.length
  return -1
}

/** Behind the values between two brackets, the first of which is at `at`; -1: they are none, or nested deeper than `depth`. */
export const nestedEnd = (bytes: Buffer, at: number, depth: number): number => {
  if (depth === 0) return -1
  const object = bytes[at] === 0x7b
  const close = object ? 0x7d : 0x5d
  let i = afterSpaces(bytes, at + 1)
  if (bytes[i] === close) return i + 1
  for (;;) {
    if (object) {
      if (bytes[i] !== quote) return -1
      i = stringEnd(bytes, i)
      if (i < 0) return -1
      i = afterSpaces(bytes, i)
      if (bytes[i] !== 0x3a) return -1
      i = afterSpaces(bytes, i + 1)
    }
    i = valueEnd(bytes, i, depth)
    if (i < 0) return -1
    i = afterSpaces(bytes, i)
    if (bytes[i] === close) return i + 1
    if (bytes[i] !== 0x2c) return -1
    i = afterSpaces(bytes, i + 1)
  }
}

const valueEnd = (bytes: Buffer, at: number, depth: number): number => {
  const byte = bytes[at]!
  if (byte === quote) return stringEnd(bytes, at)
  if (byte === 0x7b || byte === 0x5b) return nestedEnd(bytes, at, depth - 1)
  return byte === minus || isDigit(byte) ? numberEnd(bytes, at) : wordEnd(bytes, at)
}
