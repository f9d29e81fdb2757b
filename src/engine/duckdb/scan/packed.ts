import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline, type Readable, Transform, Writable } from 'node:stream'
import { pipeline as finished } from 'node:stream/promises'
import { constants, createGunzip, gunzipSync } from 'node:zlib'
import { Decompress } from 'fzstd'
import type { Stamp } from '../encoding.ts'
import { failure } from './problem.ts'

/** Named as zlib names its own errors. */
const damage = (cause: unknown): Error =>
  Object.assign(new Error('Zstandard data cannot be decompressed', { cause }), {
    code: (cause as { code?: number }).code === 5 ? 'Z_BUF_ERROR' : 'Z_DATA_ERROR',
  })

// DuckDB reads Zstandard only as part of a table, and hands out no bytes; Node's zlib knows it from 22.15 on.
const createUnzstd = (): Transform => {
  const decoder = new Decompress(bytes => {
    if (bytes.length > 0) stream.push(Buffer.from(bytes))
  })
  const step = (bytes: Uint8Array, final: boolean, done: (error?: Error) => void) => {
    try {
      decoder.push(bytes, final)
    } catch (error) {
      done(damage(error))
      return
    }
    done()
  }
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => step(chunk, false, done),
    flush: done => step(new Uint8Array(0), true, done),
  })
  return stream
}

/** How much of a file is read at once. */
export const pieceBytes = 1 << 20

/** The bytes of a file, decompressed if its name says that it is packed; only those of another may be read from some place on. */
export const unpacked = (path: string, start = 0): Readable => {
  const gzip = path.endsWith('.gz')
  if (!gzip && !path.endsWith('.zst')) return createReadStream(path, { start, highWaterMark: pieceBytes })
  // Zstandard is decompressed in this thread: a small piece of it blocks for about two milliseconds.
  const source = createReadStream(path, gzip ? { highWaterMark: pieceBytes } : {})
  // The reader of the last stream is told of errors.
  return pipeline(source, gzip ? createGunzip({ chunkSize: pieceBytes }) : createUnzstd(), () => undefined)
}

/** A file's name without the ending that says how it is packed. */
export const unpackedName = (path: string): string => basename(path).replace(/\.(gz|zst)$/, '')

const begins = (bytes: Buffer, path: string): boolean =>
  path.endsWith('.gz') ? bytes.readUInt16BE() === 0x1f8b : [0xfd2fb528, 0x184d2a50].includes(bytes.readUInt32LE())

const unzstdStart = (bytes: Buffer, whole: boolean): Buffer => {
  const parts: Buffer[] = []
  try {
    new Decompress(part => parts.push(Buffer.from(part))).push(bytes, whole)
  } catch (error) {
    throw damage(error)
  }
  return Buffer.concat(parts)
}

const gunzipStart = (bytes: Buffer, whole: boolean): Buffer =>
  gunzipSync(bytes, whole ? {} : { finishFlush: constants.Z_SYNC_FLUSH })

const damaged = (path: string) => (error: unknown) => {
  const { code } = error as NodeJS.ErrnoException
  if (!code?.startsWith('Z_')) throw error
  const why =
    code === 'Z_BUF_ERROR' ? 'cut off: its compressed data end too early' : 'damaged: it cannot be decompressed'
  const message = `\`${basename(path)}\` is ${why}.`
  throw failure('E-FILE-FORMAT', 'path', message, 'copy or download the file again', error)
}

/** What the first bytes of a packed file hold, or all of them; those of another are as they are. */
export const unpackedStart = (bytes: Buffer, path: string, whole: boolean): Buffer => {
  if (unpackedName(path) === basename(path)) return bytes
  const gzip = path.endsWith('.gz')
  if (bytes.length < 4 || !begins(bytes, path)) {
    const message = `\`${basename(path)}\` is named as ${gzip ? 'gzip' : 'Zstandard'}, and is not.`
    throw failure('E-FILE-FORMAT', 'path', message)
  }
  try {
    return gzip ? gunzipStart(bytes, whole) : unzstdStart(bytes, whole)
  } catch (error) {
    return damaged(path)(error)
  }
}

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })

/** DuckDB reads a packed file up to the place where it is cut or broken, and says nothing: all rows after it would be lost. */
export const checkPacked = async (file: Stamp): Promise<void> => {
  if (unpackedName(file.path) === basename(file.path)) return
  await finished(unpacked(file.path), nowhere()).catch(damaged(file.path))
}
