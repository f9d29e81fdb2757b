import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** A part of an archive: its path, and what it holds. */
export type Part = readonly [path: string, content: Iterable<string> | AsyncIterable<string>]

/** The same for all, so that the same parts are the same bytes. */
const madeAt = new Date(1980, 0, 1)

const fill = async (zip: ZipFile, parts: Iterable<Part> | AsyncIterable<Part>): Promise<void> => {
  for await (const [path, content] of parts) {
    const stream = Readable.from(content)
    zip.addReadStream(stream, path, { mtime: madeAt, mode: 0o100644, forceDosTimestamp: true })
    await finished(stream)
  }
  zip.end()
}

/** The bytes of an archive; each part is asked for when all before it have been read. */
export const zipped = (parts: Iterable<Part> | AsyncIterable<Part>): Readable => {
  const zip = new ZipFile()
  const stop = (error: Error) => zip.outputStream.destroy(error)
  zip.on('error', stop)
  fill(zip, parts).catch(stop)
  return zip.outputStream
}
