import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import type { Fingerprint } from '#core/runs/manifest.ts'

/** Of files up to this size all bytes are hashed: more would cost a run too much of its time. */
const wholeBytes = 16 * 2 ** 20

const pieces = 64
const pieceBytes = 16 * 2 ** 10

/** The first and last bytes, and others between them, evenly spread. */
const hashPieces = async (file: FileHandle, size: number, hash: Hash): Promise<void> => {
  const buffer = Buffer.alloc(pieceBytes)
  for (let piece = 0; piece < pieces; piece += 1) {
    const at = Math.max(0, Math.floor(((size - pieceBytes) * piece) / (pieces - 1)))
    const { bytesRead } = await file.read(buffer, 0, pieceBytes, at)
    hash.update(buffer.subarray(0, bytesRead))
  }
}

const chunkBytes = 2 ** 20

const hashWhole = async (path: string, hash: Hash): Promise<void> => {
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) hash.update(chunk as Buffer)
}

const hashOf = async (path: string, size: number, whole: boolean): Promise<string> => {
  const hash = createHash('sha256')
  if (whole) await hashWhole(path, hash)
  else {
    const file = await open(path, 'r')
    try {
      await hashPieces(file, size, hash)
    } finally {
      await file.close()
    }
  }
  return hash.digest('hex')
}

/** A file that was written just now may be written again without a later time. */
const settledMs = 2_000

const mostRemembered = 1_000

/** Hashes by all that tells a file from what it was before, the ones used last at the end. */
const remembered = new Map<string, string>()

/** Of one file, under the name that it is to go by; `all`: whether its bytes are all hashed, where that is given. */
export const fingerprintOf = async (path: string, name: string, all?: boolean): Promise<Fingerprint> => {
  const { size, ino, dev, mtimeMs, ctimeMs } = await stat(path)
  const whole = all ?? size <= wholeBytes
  const key = JSON.stringify([path, whole, size, ino, dev, mtimeMs, ctimeMs])
  const isSettled = Date.now() - Math.max(mtimeMs, ctimeMs) > settledMs
  const known = isSettled ? remembered.get(key) : undefined
  const sha256 = known ?? (await hashOf(path, size, whole))
  if (isSettled) {
    remembered.delete(key)
    remembered.set(key, sha256)
    for (const oldest of [...remembered.keys()].slice(0, -mostRemembered)) remembered.delete(oldest)
  }
  return { path: name, bytes: size, sha256, whole }
}

const slashed = (path: string): string => path.split(sep).join('/')

/** Of a file, or of all files in a folder, sorted by name. */
export const fingerprintsOf = async (path: string): Promise<readonly Fingerprint[]> => {
  if (!(await stat(path)).isDirectory()) return [await fingerprintOf(path, basename(path))]
  const found: Fingerprint[] = []
  for (const name of (await readdir(path, { recursive: true })).sort()) {
    if ((await stat(join(path, name))).isFile()) found.push(await fingerprintOf(join(path, name), slashed(name)))
  }
  return found
}

/** What an input is called: its path in the flow's folder, or else the whole one. */
export const inputName = (path: string, folder: string): string => {
  const inside = relative(folder, path)
  return slashed(inside.startsWith('..') || inside === '' ? path : inside)
}
