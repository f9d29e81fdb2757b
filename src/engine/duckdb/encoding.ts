import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import iconv from 'iconv-lite'
import { lineEnds } from './encoding-lines.ts'
import { unpacked, unpackedName } from './scan/packed.ts'

/** A file as it was when it was looked at. */
export interface Stamp {
  readonly path: string
  readonly size: number
  readonly modified: number
}

/**
 * What DuckDB reads by itself. It knows UTF-16 too, but refuses characters outside the basic plane and big-endian files, and
 * takes C1 bytes in Latin-1 for errors.
 */
const native: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  ascii: 'utf-8',
  latin1: 'latin-1',
  iso88591: 'latin-1',
}

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** DuckDB's name of an encoding that it reads without a copy; null for one that must be transcoded. */
export const nativeEncoding = (name: string): string | null => native[plain(name)] ?? null

/** Whether the encoding can be read at all. */
export const knownEncoding = (name: string): boolean => nativeEncoding(name) !== null || iconv.encodingExists(name)

/** Names to suggest for one that nobody knows. */
export const commonEncodings: readonly string[] = [
  'utf-8',
  'utf-16',
  'latin-1',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'iso-8859-2',
  'iso-8859-15',
  'macroman',
  'cp437',
  'cp850',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'gbk',
  'gb18030',
  'big5',
  'koi8-r',
]

export interface CopyOptions {
  readonly encoding: string
  /** Make all line ends one, outside of this quote. */
  readonly lineEnds: { readonly quote: string } | null
  readonly folder: string
}

const copies = new Map<string, Promise<string>>()

const write = async (source: Stamp, target: string, options: CopyOptions): Promise<void> => {
  const part = `${target}.part`
  const steps: Transform[] = [
    iconv.decodeStream(options.encoding) as unknown as Transform,
    ...(options.lineEnds ? [lineEnds(options.lineEnds.quote)] : []),
  ]
  try {
    await pipeline([unpacked(source.path), ...steps, createWriteStream(part, { encoding: 'utf8' })])
    await rename(part, target)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

/** A copy of a file in UTF-8, decompressed, made once for each state of the file while the process lives. */
export const utf8Copy = (source: Stamp, options: CopyOptions): Promise<string> => {
  const key = createHash('sha256')
    .update(JSON.stringify([source, options.encoding, options.lineEnds, options.folder]))
    .digest('hex')
    .slice(0, 20)
  const target = join(options.folder, `${key}-${unpackedName(source.path)}`)
  const make = async () => {
    await mkdir(options.folder, { recursive: true })
    await write(source, target, options)
    return target
  }
  const before = copies.get(key)
  const copy = before ? before.then(path => (existsSync(path) ? path : make()), make) : make()
  copies.set(key, copy)
  return copy
}
