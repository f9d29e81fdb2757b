import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'

/** A part of an archive: its path, and what it holds. */
export type Part = readonly [path: string, content: Iterable<string> | AsyncIterable<string>]

/** The same for all, so that the same parts are the same bytes. */
const madeAt = new Date(1980, 0, 1)

/** The bytes of an archive; what a part holds is asked for when all before it has been read. */
export const zipped = (parts: Iterable<Part>): Readable => {
  const zip = new ZipFile()
  zip.on('error', error => {
    zip.outputStream.destroy(error)
  })
  const options = { mtime: madeAt, mode: 0o100644, forceDosTimestamp: true }
  for (const [path, content] of parts) {
    const stream = Readable.from(content)
    stream.on('error', error => zip.outputStream.destroy(error))
    zip.addReadStream(stream, path, options)
  }
  zip.end()
  return zip.outputStream
}
