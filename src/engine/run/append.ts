import { createReadStream, createWriteStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { pipeline as piped } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { remove } from './files.ts'

export type Packing = 'gzip' | 'zstd' | null

/** How a file is packed: as the sink's option says, else by its name's end. */
export const packingOf = (path: string, compression: unknown): Packing => {
  if (compression === 'gzip' || compression === 'zstd') return compression
  if (compression !== undefined && compression !== 'auto' && compression !== 'auto_detect') return null
  return /\.gz$/i.test(path) ? 'gzip' : /\.zst$/i.test(path) ? 'zstd' : null
}

/** One file made of an old one and what comes after it. Packed files are put together as they are: both formats allow it. */
export const concatenate = async (old: string, added: string, to: string, packing: Packing): Promise<void> => {
  await pipeline(createReadStream(old), createWriteStream(to))
  if (packing === null && !(await endsInNewline(old))) {
    await pipeline([Buffer.from('\n')], createWriteStream(to, { flags: 'a' }))
  }
  await pipeline(createReadStream(added), createWriteStream(to, { flags: 'a' }))
  await remove(added)
}

const endsInNewline = async (path: string): Promise<boolean> => {
  const { size } = await stat(path)
  if (size === 0) return true
  const file = await open(path, 'r')
  try {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
    return buffer[0] === 10
  } finally {
    await file.close()
  }
}

/** Longer than any header: a file without an end of a line is not read to its end. */
const longestLine = 2 ** 20

/** The first line of a file, unpacked; null where it has none, or is packed in a way that only DuckDB reads. */
export const firstLine = async (path: string, packing: Packing): Promise<string | null> => {
  if (packing === 'zstd') return null
  const bytes = createReadStream(path)
  const unpacked = packing === 'gzip' ? piped(bytes, createGunzip(), () => undefined) : bytes
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (chunk.includes(10) || chunk.includes(13) || size > longestLine) break
  }
  if (size === 0) return null
  const text = Buffer.concat(chunks).toString('utf8')
  return /^[^\r\n]*/.exec(text.replace(/^\uFEFF/, ''))![0]
}

/** Whether a file is not packed as its name says. */
export const isOtherPacking = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
