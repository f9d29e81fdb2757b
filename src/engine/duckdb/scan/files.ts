import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, resolve } from 'node:path'
import { didYouMean, nearest } from '#core/flow/nearest.ts'
import { literalPath, quoteLiteral } from '#core/sql/quote.ts'
import type { Stamp } from '../encoding.ts'
import type { Session } from '../session.ts'
import { unpackedStart } from './packed.ts'
import { failure, type ScanProblem, warning } from './problem.ts'

export interface Files {
  readonly files: readonly Stamp[]
  readonly warnings: readonly ScanProblem[]
}

export const isPattern = (path: string): boolean => /[*?[]/.test(path)

const lookAt = async (path: string): Promise<{ stamp: Stamp; folder: boolean } | null> => {
  try {
    const found = await stat(path)
    return { stamp: { path, size: found.size, modified: found.mtimeMs }, folder: found.isDirectory() }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw failure('E-FILE-UNREADABLE', 'path', `\`${path}\` cannot be read: ${reason(error)}.`, undefined, error)
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you have no permission',
  EPERM: 'the system does not allow it',
  EBUSY: 'another program holds it',
  EIO: 'the disk reports an error',
  ELOOP: 'its links go in a circle',
  ENAMETOOLONG: 'its name is too long',
}

const reason = (error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException
  return (code && reasons[code]) ?? (error instanceof Error ? error.message : String(error))
}

/** The nearest name that is there: of the file in its folder, else of the first folder that is not there. */
const missingHint = async (typed: string, path: string): Promise<string | undefined> => {
  const names = await readdir(dirname(path)).catch(() => null)
  if (names) {
    const near = nearest(basename(path), names)
    return near === null ? undefined : `did you mean \`${join(dirname(typed), near)}\`?`
  }
  let folder = dirname(path)
  while (dirname(folder) !== folder && !(await readdir(dirname(folder)).catch(() => null))) folder = dirname(folder)
  const siblings = await readdir(dirname(folder)).catch(() => [])
  return didYouMean(basename(folder), siblings).hint ?? `there is no folder \`${folder}\``
}

const matching = async (typed: string, folder: string, session: Session): Promise<readonly Stamp[]> => {
  const pattern = isAbsolute(typed) ? typed : join(literalPath(folder), typed)
  const { rows } = await session.query(`SELECT file FROM glob(${quoteLiteral(pattern)}) ORDER BY file`)
  const found: Stamp[] = []
  for (const [path] of rows) {
    // What a sink has staged and not yet published is no file yet.
    if (basename(String(path)).startsWith('.weir-')) continue
    const file = await lookAt(String(path))
    if (file && !file.folder) found.push(file.stamp)
  }
  return found
}

/** The files of a path as typed: one, or all that a pattern finds, in the order of their names. */
export const findFiles = async (typed: string, folder: string, session: Session): Promise<Files> => {
  if (!typed.trim()) throw failure('E-FILE-MISSING', 'path', 'No file is chosen yet.', 'choose a file to read')
  const path = resolve(folder, typed)
  const one = await lookAt(path)
  if (one?.folder) {
    throw failure('E-FILE-FOLDER', 'path', `\`${typed}\` is a folder.`, `for its files write \`${join(typed, '*')}\``)
  }
  if (!one && !isPattern(typed)) {
    throw failure('E-FILE-MISSING', 'path', `There is no file \`${typed}\`.`, await missingHint(typed, path))
  }
  const found = one ? [one.stamp] : await matching(typed, folder, session)
  if (found.length === 0) throw failure('E-FILE-MISSING', 'path', `No file matches \`${typed}\`.`)
  const files = found.filter(file => file.size > 0)
  if (files.length === 0) {
    const message = one ? `\`${typed}\` is empty: it has no bytes.` : `All files that match \`${typed}\` are empty.`
    throw failure('E-FILE-EMPTY', 'path', message)
  }
  const warnings = found
    .filter(file => file.size === 0)
    .map(file => warning('W-FILE-EMPTY', 'path', `\`${basename(file.path)}\` is empty, and was passed over.`))
  return { files, warnings }
}

/** Zstandard packs up to 128 kB in one piece, of which nothing can be read before its end. */
const zstdBytes = 1 << 18

/** The first bytes of a file, those of a packed one decompressed. */
export const readHead = async (file: Stamp, bytes = 65536): Promise<Buffer> => {
  const name = `\`${basename(file.path)}\``
  let handle: FileHandle | undefined
  let head: Buffer
  try {
    handle = await open(file.path, 'r')
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(Math.min(file.path.endsWith('.zst') ? Math.max(bytes, zstdBytes) : bytes, file.size)),
      0,
    )
    head = buffer.subarray(0, bytesRead)
  } catch (error) {
    throw failure('E-FILE-UNREADABLE', 'path', `${name} cannot be read: ${reason(error)}.`, undefined, error)
  } finally {
    await handle?.close()
  }
  return unpackedStart(head, file.path, head.length === file.size)
}

/** How files are named to people: as the flow names them, without the folder where the path was relative. */
export const fileNames = (
  typed: string,
  folder: string,
  files: readonly Stamp[],
  copies: Readonly<Record<string, string>>,
) => {
  const prefix = join(resolve(folder), '/')
  const inside = !isAbsolute(typed) && files.every(file => file.path.startsWith(prefix))
  const shown = (path: string) => (inside ? path.slice(prefix.length) : path)
  return {
    strip: inside ? prefix : '',
    copies: Object.fromEntries(Object.entries(copies).map(([copy, original]) => [copy, shown(original)])),
  }
}
