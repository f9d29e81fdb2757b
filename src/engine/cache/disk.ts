import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Problem } from '#core/problem.ts'
import { asFailure } from '../run/failure.ts'
import { syncFile, writeDurably } from '../run/files.ts'

/** Rises whenever what lies there must be read in another way. */
const format = 1

export interface DiskOptions {
  /** A folder of the cache's own. */
  readonly folder: string
  /** Of what writes and reads: another version computes anew. */
  readonly version: string
  /** Most bytes of all entries. */
  readonly bytes?: number | undefined
}

/** What must be known of a table to read it again. */
export interface KeptTable {
  readonly rows: number
  readonly visible: number
  readonly extras: readonly string[]
  readonly ms: number
  readonly flagged: number | null
  readonly sorted: boolean
}

interface Manifest extends KeptTable {
  readonly format: number
  readonly version: string
  readonly key: string
  readonly file: string
  readonly bytes: number
  readonly sha256: string
}

/** Tables in the user's cache folder, each a database file that its manifest vouches for; what does not fit its manifest is dropped. */
export interface Disk {
  /**
   * The file of an entry, as long as its manifest says: DuckDB holds each block of it against its checksum when it is read. Null: there is
   * none that can be trusted.
   */
  find(key: string): Promise<{ readonly path: string; readonly table: KeptTable } | null>
  /** Whether the bytes of an entry's file are those that were written; one that has others is dropped. */
  isWhole(key: string): Promise<boolean>
  /** Whether there is an entry, as far as its manifest says. */
  has(key: string): Promise<boolean>
  /** Keeps what `write` puts into a new file. */
  keep(key: string, table: KeptTable, write: (path: string) => Promise<void>): Promise<void>
  /** Why nothing can be kept now, or null. */
  trouble(): Promise<Problem | null>
  /** Bytes of all entries. */
  size(): Promise<number>
  clear(): Promise<void>
}

const defaultBytes = 4 * 2 ** 30
/** A file that nobody vouches for after so long was left by a process that ended while it wrote. */
const abandonedMs = 3_600_000

/** A full disk has no room for as much. */
const probeBytes = 64 * 1024

const cannotKeep = (folder: string, why: string): Problem => ({
  code: 'I-CACHE-WRITE',
  severity: 'info',
  message: `The cache folder \`${folder}\` cannot be written: ${why}. The run goes on without it.`,
  hint: 'Later runs compute everything anew. Make room there, or make it writable.',
})

const isManifest = (value: unknown): value is Manifest => {
  if (typeof value !== 'object' || value === null) return false
  const of = value as Record<keyof Manifest, unknown>
  return (
    of.format === format &&
    [of.version, of.key, of.file, of.sha256].every(text => typeof text === 'string') &&
    [of.rows, of.visible, of.bytes, of.ms].every(number => typeof number === 'number') &&
    Array.isArray(of.extras) &&
    (of.flagged === null || typeof of.flagged === 'number') &&
    typeof of.sorted === 'boolean' &&
    /^[0-9a-f-]+\.duckdb$/.test(String(of.file))
  )
}

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash)
  return hash.digest('hex')
}

export const openDisk = ({ folder, version, bytes: most = defaultBytes }: DiskOptions): Disk => {
  const nameOf = (key: string) =>
    createHash('sha256')
      .update(JSON.stringify([format, version, key]))
      .digest('hex')
  const manifestPath = (name: string) => join(folder, `${name}.json`)

  const read = async (path: string): Promise<Manifest | null> => {
    try {
      const value: unknown = JSON.parse(await readFile(path, 'utf8'))
      return isManifest(value) ? value : null
    } catch {
      return null
    }
  }
  const drop = async (path: string, manifest: Manifest | null): Promise<void> => {
    // the manifest goes first: without it nobody begins to read the file
    await rm(path, { force: true })
    if (manifest) await rm(join(folder, manifest.file), { force: true }).catch(() => undefined)
  }
  const manifests = async () => {
    const names = await readdir(folder).catch(() => [])
    const found = await Promise.all(
      names
        .filter(name => name.endsWith('.json'))
        .map(async name => {
          const path = join(folder, name)
          const seen = await stat(path).catch(() => null)
          return { path, usedAt: seen?.mtimeMs ?? 0, manifest: await read(path) }
        }),
    )
    return { names, found }
  }
  const tidy = async (): Promise<void> => {
    const { names, found } = await manifests()
    const known = new Set(found.flatMap(({ manifest }) => manifest?.file ?? []))
    for (const name of names.filter(each => !each.endsWith('.json') && !known.has(each))) {
      const seen = await stat(join(folder, name)).catch(() => null)
      if (seen?.isFile() && Date.now() - seen.mtimeMs > abandonedMs) await rm(join(folder, name), { force: true })
    }
    let sum = found.reduce((all, { manifest }) => all + (manifest?.bytes ?? 0), 0)
    for (const { path, manifest } of found.toSorted((a, b) => a.usedAt - b.usedAt)) {
      if (manifest !== null && sum <= most) continue
      await drop(path, manifest)
      sum -= manifest?.bytes ?? 0
    }
  }

  return {
    has: async key => (await read(manifestPath(nameOf(key))))?.key === key,
    find: async key => {
      const path = manifestPath(nameOf(key))
      const manifest = await read(path)
      if (manifest === null && (await stat(path).catch(() => null)) === null) return null
      if (manifest?.key === key && manifest.version === version) {
        const file = join(folder, manifest.file)
        const seen = await stat(file).catch(() => null)
        if (seen?.size === manifest.bytes) {
          const now = new Date()
          await utimes(path, now, now).catch(() => undefined)
          return { path: file, table: manifest }
        }
      }
      await drop(path, manifest)
      return null
    },
    isWhole: async key => {
      const path = manifestPath(nameOf(key))
      const manifest = await read(path)
      const sum = manifest && (await sha256Of(join(folder, manifest.file)).catch(() => null))
      const whole = manifest !== null && sum === manifest.sha256
      if (!whole) await drop(path, manifest)
      return whole
    },
    keep: async (key, table, write) => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const name = nameOf(key)
      const file = `${randomUUID()}.duckdb`
      const draft = join(folder, `${file}.draft`)
      try {
        await write(draft)
        await syncFile(draft)
        const { size: bytes } = await stat(draft)
        const sha256 = await sha256Of(draft)
        await rename(draft, join(folder, file))
        const manifest: Manifest = { ...table, format, version, key, file, bytes, sha256 }
        const before = await read(manifestPath(name))
        await writeDurably(manifestPath(name), JSON.stringify(manifest), join(folder, `${file}.manifest`))
        if (before) await rm(join(folder, before.file), { force: true }).catch(() => undefined)
      } finally {
        await rm(draft, { force: true })
      }
      await tidy()
    },
    trouble: async () => {
      const probe = join(folder, `${randomUUID()}.probe`)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeFile(probe, Buffer.alloc(probeBytes))
        return null
      } catch (error) {
        return cannotKeep(folder, asFailure(error).problem.message)
      } finally {
        await rm(probe, { force: true }).catch(() => undefined)
      }
    },
    size: async () => (await manifests()).found.reduce((sum, { manifest }) => sum + (manifest?.bytes ?? 0), 0),
    clear: async () => {
      for (const { path, manifest } of (await manifests()).found) await drop(path, manifest)
    },
  }
}
