import { basename } from 'node:path'
import { nativeEncoding, type Stamp, utf8Copy } from '../../encoding.ts'
import { mixesLineEnds } from '../../encoding-lines.ts'
import { readHead } from '../files.ts'
import { checkText } from '../head.ts'
import { checkPacked } from '../packed.ts'
import { failure } from '../problem.ts'
import type { ScanWorld } from '../world.ts'
import type { Head } from './sniff.ts'

/** The settings of `source.csv` that say how to read. */
export interface CsvSettings {
  readonly delimiter: string | null
  readonly quote: string | null
  readonly escape: string | null
  readonly header: boolean | null
  readonly skip: number
  readonly encoding: string
  readonly decimal: string
  readonly nulls: readonly string[]
  readonly dateFormat: string | null
  readonly timestampFormat: string | null
  readonly types: Readonly<Record<string, string>>
  readonly unionByName: boolean
  /** Number the lines, though all can be read. */
  readonly numbered?: boolean
  /** Lines with too few or too many cells are read. */
  readonly keep?: boolean
  readonly fileColumn: string | null
}

/** A file as DuckDB can read it: itself, or a copy in UTF-8. */
export interface Readable {
  readonly stamp: Stamp
  readonly path: string
  /** What the sniffer can look at: with one sort of line end. */
  readonly sniffed: string
  readonly head: Head
}

const headBytes = 65536

const copyOf = (stamp: Stamp, settings: CsvSettings, world: ScanWorld, mixed: boolean): Promise<string> =>
  checkPacked(stamp).then(() =>
    utf8Copy(stamp, {
      encoding: settings.encoding,
      lineEnds: mixed ? { quote: settings.quote ?? '"' } : null,
      folder: world.tempFolder,
    }),
  )

/** The beginning of a file as text; `bytes` are its first, or all of them. */
const decoded = async (
  bytes: Buffer,
  whole: boolean,
  stamp: Stamp,
  settings: CsvSettings,
  world: ScanWorld,
): Promise<Head> => {
  const own = nativeEncoding(settings.encoding)
  const cut = (start: Buffer, all: boolean, encoding: BufferEncoding): Head => ({
    text: start.toString(encoding, 0, headBytes),
    whole: all && start.length <= headBytes,
  })
  if (own) return cut(bytes, whole, own === 'utf-8' ? 'utf8' : 'latin1')
  const path = await copyOf(stamp, settings, world, false)
  const copy = await readHead({ path, size: headBytes + 1, modified: 0 }, headBytes + 1)
  return cut(copy, true, 'utf8')
}

const readable = async (stamp: Stamp, settings: CsvSettings, world: ScanWorld): Promise<Readable> => {
  const bytes = await readHead(stamp, headBytes)
  const own = nativeEncoding(settings.encoding)
  const name = `\`${basename(stamp.path)}\``
  checkText(bytes, stamp.path, own ?? settings.encoding, 'delimited text', true)
  const head = await decoded(bytes, stamp.size < headBytes, stamp, settings, world)
  const { text } = head
  if (!text.trim()) throw failure('E-FILE-EMPTY', 'path', `${name} holds nothing but empty lines.`)
  const mixed = mixesLineEnds(text, settings.quote ?? '"')
  const direct = own === 'utf-8' || (own && !mixed)
  const path = direct ? stamp.path : await copyOf(stamp, settings, world, false)
  const sniffed = mixed ? await copyOf(stamp, settings, world, true) : path
  return { stamp, path, sniffed, head }
}

/** The files of a source as DuckDB can read them, all in the same encoding: UTF-8 if one of them had to be copied. */
export const readableFiles = async (
  files: readonly Stamp[],
  settings: CsvSettings,
  world: ScanWorld,
): Promise<{ readonly files: readonly Readable[]; readonly encoding: string }> => {
  const found: Readable[] = []
  for (const file of files) found.push(await readable(file, settings, world))
  const own = nativeEncoding(settings.encoding) ?? 'utf-8'
  const isCopy = (file: Readable) => file.path !== file.stamp.path
  if (own === 'utf-8' || !found.some(isCopy)) return { files: found, encoding: own }
  const copies: Readable[] = []
  for (const file of found) {
    const path = isCopy(file) ? file.path : await copyOf(file.stamp, settings, world, false)
    copies.push({ ...file, path, sniffed: isCopy(file) ? file.sniffed : path })
  }
  return { files: copies, encoding: 'utf-8' }
}
