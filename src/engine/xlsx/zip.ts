import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import yauzl, { type Entry, type ZipFile } from 'yauzl'

/** An archive whose entries are read one by one. */
export interface Archive {
  /** Whether it has an entry of this path, in any case. */
  has(path: string): boolean
  /** How many bytes an entry has when it is unpacked; 0 where it is not there. */
  sizeOf(path: string): number
  /** The bytes of an entry; at its end they must have been the ones that were packed. */
  read(path: string): AsyncIterable<Buffer>
  close(): void
}

const key = (path: string): string => path.replace(/^\//, '').toLowerCase()

const opened = (path: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    yauzl.open(path, { autoClose: false, lazyEntries: true }, (error, zip) => (error ? reject(error) : resolve(zip)))
  })

async function* checked(stream: Readable, entry: Entry): AsyncIterable<Buffer> {
  let sum = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    sum = crc32(chunk, sum)
    yield chunk
  }
  if (sum !== entry.crc32) throw new Error(`\`${entry.fileName}\` has been changed since it was packed`)
}

/** Opens a zip archive; throws where it is none, or is damaged. */
export const openArchive = async (path: string): Promise<Archive> => {
  const zip = await opened(path)
  const entries = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) entries.set(key(entry.fileName), entry)
  } catch (error) {
    zip.close()
    throw error
  }
  return {
    has: name => entries.has(key(name)),
    sizeOf: name => entries.get(key(name))?.uncompressedSize ?? 0,
    async *read(name) {
      const entry = entries.get(key(name))
      if (!entry) throw new Error(`There is no \`${name}\` in it`)
      yield* checked(await zip.openReadStreamPromise(entry), entry)
    },
    close: () => zip.close(),
  }
}
