import { createReadStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { markedFault } from '#core/source/json.ts'
import { Batch } from '../csv/batch.ts'
import { pieceBytes, unpacked, unpackedName } from '../packed.ts'
import { lineOf } from './copy.ts'

export interface CutOptions {
  /** Where the lines begin and end. */
  readonly from: number
  readonly to: number
  /** Of each line that is to be judged: where it begins and ends, and its number among these. */
  readonly odd: readonly number[]
  /** How many lines of the file come before. */
  readonly before: number
  /** Leave a record that says so in its place. */
  readonly keep: boolean
}

export interface Cut {
  /** Whether all that was left out is short enough to be judged. */
  readonly judged: boolean
}

/** A longer line is not judged by itself. */
const longestOdd = 1 << 22

/** Beside a copy, a file of JSON lines: number and text of what was left out. */
export const oddOf = (target: string): string => `${target}.odd`

const textOf = (line: Buffer): string => {
  const text = line[0] === 1 ? line : lineOf(line.at(-1) === 0x0a ? line.subarray(0, -1) : line)
  return typeof text === 'string' ? text : text.toString()
}

const bytesFrom = (path: string, from: number, to: number) =>
  unpackedName(path) === path.split(/[\\/]/).at(-1)
    ? createReadStream(path, { start: from, end: to - 1, highWaterMark: pieceBytes })
    : unpacked(path)

/** Copies lines of records without those that are to be judged, which are written beside. */
export const cutRecords = async (
  path: string,
  target: string,
  { from, to, odd, before, keep }: CutOptions,
  after: (bytes: number) => void,
): Promise<Cut> => {
  const [copy, aside] = [await open(`${target}.part`, 'w'), await open(oddOf(target), 'w')]
  const [good, bad] = [new Batch(copy), new Batch(aside)]
  let judged = true
  let next = 0
  let parts: Buffer[] = []
  const put = (line: Buffer, number: number) => {
    if (line.length > longestOdd) judged = false
    else bad.text(`${JSON.stringify({ line: number, record: textOf(line) })}\n`, 'utf8')
    if (keep) good.text(`${markedFault}\n`, 'latin1')
  }
  try {
    const source = bytesFrom(path, from, to)
    let place = unpackedName(path) === path.split(/[\\/]/).at(-1) ? from : 0
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const end = Math.min(place + chunk.length, to)
      let at = Math.max(place, from)
      while (at < end) {
        const start = odd[next] ?? to
        if (at < start) {
          const stop = Math.min(start, end)
          good.part(chunk, at - place, stop - place)
          at = stop
          continue
        }
        const stop = Math.min(odd[next + 1]!, end)
        parts.push(chunk.subarray(at - place, stop - place))
        at = stop
        if (stop < odd[next + 1]!) continue
        put(Buffer.concat(parts), before + odd[next + 2]!)
        parts = []
        next += 3
      }
      await good.flush()
      await bad.flush()
      after(chunk.length)
      place += chunk.length
    }
    if (parts.length > 0) put(Buffer.concat(parts), before + odd[next + 2]!)
    await good.flush()
    await bad.flush()
  } finally {
    await copy.close()
    await aside.close()
  }
  await rename(`${target}.part`, target)
  return { judged }
}
