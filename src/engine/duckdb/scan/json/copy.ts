import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { longestRecord, markedRecord } from '#core/source/json.ts'
import type { Stamp } from '../../encoding.ts'
import { checkPacked, unpacked, unpackedName } from '../packed.ts'
import { failure } from '../problem.ts'
import { JsonPieces } from './split.ts'

const faults = {
  bytes: 'It holds bytes that are not UTF-8',
  zero: 'It holds a zero byte',
  control: 'It holds a control character',
  long: 'It is longer than sixteen million bytes',
} as const

const cr = 0x0d
const lf = 0x0a
const mark = Buffer.from([0xef, 0xbb, 0xbf])

/** A file larger than this is not taken whole into memory. */
const largest = 1 << 30

const foul = (bytes: Buffer): string | null => {
  if (bytes.length >= longestRecord) return faults.long
  if (bytes.includes(0)) return faults.zero
  if (bytes.includes(0x1f) || bytes.includes(0x01)) return faults.control
  return isUtf8(bytes) ? null : faults.bytes
}

interface Seen {
  /** Lines end with a line feed. */
  feeds: boolean
  /** Some of them have a carriage return before it, and some have none: DuckDB would take one for two. */
  pairs: boolean
  singles: boolean
  /** A carriage return stands alone. */
  returns: boolean
  foul: boolean
}

/** Hands out a file's bytes in pieces of whole lines. */
export const eachPiece = async (
  path: string,
  ending: number,
  take: (bytes: Buffer) => Promise<void> | void,
): Promise<void> => {
  let parts: Buffer[] = []
  for await (const chunk of unpacked(path) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(ending) + 1
    if (end === 0) {
      parts.push(chunk)
      continue
    }
    await take(Buffer.concat([...parts, chunk.subarray(0, end)]))
    parts = end < chunk.length ? [chunk.subarray(end)] : []
  }
  if (parts.length > 0) await take(Buffer.concat(parts))
}

const hasLong = (bytes: Buffer): boolean => {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(lf, at)
    if ((end < 0 ? bytes.length : end) - at >= longestRecord) return true
    if (end < 0) return false
    at = end + 1
  }
  return false
}

/** Whether a carriage return stands alone. */
export const hasReturn = (bytes: Buffer): boolean => {
  for (let at = bytes.indexOf(cr); at >= 0; at = bytes.indexOf(cr, at + 1)) if (bytes[at + 1] !== lf) return true
  return false
}

/** Whether a line feed has no carriage return before it. */
const hasSingle = (bytes: Buffer): boolean => {
  for (let at = bytes.indexOf(lf); at >= 0; at = bytes.indexOf(lf, at + 1)) if (bytes[at - 1] !== cr) return true
  return false
}

const lookThrough = async (path: string): Promise<Seen> => {
  const seen: Seen = { feeds: false, pairs: false, singles: false, returns: false, foul: false }
  let first = true
  await eachPiece(path, lf, bytes => {
    const text = first && bytes.indexOf(mark) === 0 ? bytes.subarray(3) : bytes
    first = false
    seen.feeds ||= text.includes(lf)
    seen.pairs ||= text.includes('\r\n')
    seen.singles ||= hasSingle(text)
    seen.returns ||= hasReturn(text)
    seen.foul ||=
      text.includes(0) ||
      text.includes(0x1f) ||
      text.includes(0x01) ||
      text.includes(mark) ||
      !isUtf8(text) ||
      (text.length >= longestRecord && hasLong(text))
  })
  return seen
}

const parses = (bytes: Buffer): boolean => {
  try {
    JSON.parse(bytes.toString())
    return true
  } catch {
    return false
  }
}

/** A line with the carriage returns between its values as spaces; one that is broken is marked, with its text. */
export const lineOf = (line: Buffer): Buffer | string => {
  const bytes = line.indexOf(mark) === 0 ? line.subarray(3) : line
  const body = bytes.at(-1) === cr ? bytes.subarray(0, -1) : bytes
  const fault = foul(body)
  if (fault !== null) return markedRecord(fault, body.subarray(0, 1 << 20).toString())
  if (!body.includes(cr)) return body
  if (!parses(body)) return markedRecord('It is not valid JSON', body.toString())
  return Buffer.from(body.map(byte => (byte === cr ? 0x20 : byte)))
}

type Write = (line: Buffer | string) => Promise<void>

const copyLines = async (path: string, ending: number, write: Write): Promise<void> => {
  await eachPiece(path, ending, async bytes => {
    for (let at = 0; at < bytes.length; ) {
      const found = bytes.indexOf(ending, at)
      const end = found < 0 ? bytes.length : found
      await write(lineOf(bytes.subarray(at, end)))
      at = end + 1
    }
  })
}

const wholeFile = async (file: Stamp): Promise<Buffer> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of unpacked(file.path) as AsyncIterable<Buffer>) {
    parts.push(chunk)
    size += chunk.length
    if (size > largest) {
      const message = `\`${basename(file.path)}\` is not valid JSON, and too large to be read record by record.`
      throw failure('E-FILE-FORMAT', 'path', message, 'mend the file, or write a record on each line')
    }
  }
  return Buffer.concat(parts)
}

const copyRecords = async (file: Stamp, write: Write): Promise<void> => {
  const bytes = await wholeFile(file)
  for (const { start, end, fault } of new JsonPieces(bytes).pieces()) {
    const piece = bytes.subarray(start, end)
    const wrong = foul(piece) ?? fault
    if (wrong !== null) await write(markedRecord(wrong, piece.subarray(0, 1 << 20).toString()))
    else await write(Buffer.from(piece.map(byte => (byte === lf || byte === cr ? 0x20 : byte))))
  }
}

const batchBytes = 1 << 20

const writeCopy = async (target: string, fill: (write: Write) => Promise<void>): Promise<string> => {
  const handle = await open(`${target}.part`, 'w')
  try {
    let batch: Buffer[] = []
    let size = 0
    const flush = async () => {
      if (batch.length > 0) await handle.writeFile(Buffer.concat(batch))
      batch = []
      size = 0
    }
    await fill(async line => {
      const bytes = typeof line === 'string' ? Buffer.from(line) : line
      batch.push(bytes, Buffer.from('\n'))
      size += bytes.length + 1
      if (size > batchBytes) await flush()
    })
    await flush()
    await handle.close()
    await rename(`${target}.part`, target)
    return target
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(`${target}.part`, { force: true })
    throw error
  }
}

const remembered = 500
const known = new Map<string, Promise<string | null>>()

/** What is made of a file, once for each state of it. */
export const once = async (
  file: Stamp,
  what: string,
  folder: string,
  make: (target: string) => Promise<string | null>,
): Promise<string | null> => {
  const key = createHash('sha256')
    .update(JSON.stringify([file, what, folder]))
    .digest('hex')
    .slice(0, 20)
  const before = await known.get(key)?.catch(() => undefined)
  if (before === null || (before !== undefined && existsSync(before))) return before
  await mkdir(folder, { recursive: true })
  const made = make(join(folder, `${key}-${what.replaceAll(/\W/g, '')}-${unpackedName(file.path)}`)).catch(
    async error => {
      await checkPacked(file)
      throw error
    },
  )
  known.delete(key)
  known.set(key, made)
  if (known.size > remembered) known.delete(known.keys().next().value!)
  return made
}

/** A file of lines that DuckDB cannot take as they are, as a copy with the same lines, in which the broken ones are marked; null: it can. */
export const soundLines = (file: Stamp, folder: string): Promise<string | null> =>
  once(file, 'lines', folder, async target => {
    const seen = await lookThrough(file.path)
    if (!seen.foul && !(seen.returns && seen.feeds) && !(seen.pairs && seen.singles)) return null
    return writeCopy(target, write => copyLines(file.path, seen.feeds ? lf : cr, write))
  })

/** A copy of a document, a list, or documents after one another with a record on each line, the broken ones marked. */
export const recordLines = async (file: Stamp, folder: string): Promise<string> =>
  (await once(file, 'records', folder, target => writeCopy(target, write => copyRecords(file, write))))!

const tailBytes = 1 << 16

const tailOf = async (file: Stamp): Promise<Buffer> => {
  if (unpackedName(file.path) === basename(file.path)) {
    const handle = await open(file.path)
    try {
      const size = Math.min(tailBytes, file.size)
      return (await handle.read(Buffer.alloc(size), 0, size, file.size - size)).buffer
    } finally {
      await handle.close()
    }
  }
  let tail: Buffer = Buffer.alloc(0)
  for await (const chunk of unpacked(file.path) as AsyncIterable<Buffer>)
    tail = Buffer.concat([tail, chunk]).subarray(-tailBytes)
  return tail
}

/** DuckDB takes a list that is cut off behind a comma for a whole one. */
export const isWholeList = async (file: Stamp): Promise<boolean> =>
  (await tailOf(file)).toString('latin1').trimEnd().endsWith(']')
