import { open } from 'node:fs/promises'
import { markedFault } from '#core/source/json.ts'
import { unpacked } from '../packed.ts'

const lf = 0x0a
const mark = Buffer.from([0xef, 0xbb, 0xbf])
const noRecord = Buffer.from(markedFault)

/** Hands out the lines of a file until one is not wanted any more. */
const eachLine = async (path: string, take: (line: Buffer) => boolean): Promise<void> => {
  let parts: Buffer[] = []
  let first = true
  for await (const chunk of unpacked(path) as AsyncIterable<Buffer>) {
    let at = first && chunk.indexOf(mark) === 0 ? mark.length : 0
    first = false
    for (let end = chunk.indexOf(lf, at); end >= 0; end = chunk.indexOf(lf, at)) {
      const rest = chunk.subarray(at, end)
      if (!take(parts.length === 0 ? rest : Buffer.concat([...parts, rest]))) return
      parts = []
      at = end + 1
    }
    if (at < chunk.length) parts.push(chunk.subarray(at))
  }
  if (parts.length > 0) take(Buffer.concat(parts))
}

/** Writes the first records of files each of whose lines is a record or blank. */
export const sampleLines = async (paths: readonly string[], most: number, target: string): Promise<void> => {
  const file = await open(target, 'w')
  try {
    let count = 0
    for (const path of paths) {
      const batch: string[] = []
      await eachLine(path, line => {
        const text = line.equals(noRecord) ? '' : line.toString().trim()
        if (text !== '') batch.push(`${text}\n`)
        return count + batch.length < most
      })
      await file.writeFile(batch.join(''))
      count += batch.length
      if (count >= most) return
    }
  } finally {
    await file.close()
  }
}
