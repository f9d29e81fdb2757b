import { open } from 'node:fs/promises'
import { CsvLines } from './lines.ts'
import type { Range, ReadOptions } from './tally.ts'

const smallestRange = 1 << 23
const largestRange = 1 << 26

/** So many lines after a line's beginning are looked at, to tell it from a line end in a quoted cell. */
const linesAhead = 4
const bytesAhead = 1 << 16
const tries = 64

const lf = 10

/** Where a line seems to begin: after a line end that lines of the table follow. */
const lineIn = (bytes: Buffer, { signs, columns }: ReadOptions): number | null => {
  let first: number | null = null
  let at = bytes.indexOf(lf) + 1
  for (let i = 0; at > 0 && i < tries; i += 1, at = bytes.indexOf(lf, at) + 1) {
    first ??= at
    let fitting = 0
    let others = 0
    const lines = new CsvLines(signs, columns, 0, line => {
      if (line.fault === null && line.pieces === null && line.cells === columns) fitting += others === 0 ? 1 : 0
      else others += 1
    })
    lines.push(bytes.subarray(at))
    if (fitting >= linesAhead || (fitting > 0 && others === 0)) return at
  }
  return first
}

/** Parts a file into ranges that may be read at the same time, each taken to begin with a line. What is no line's beginning shows when the range before it has been read. */
export const rangesOf = async (
  path: string,
  size: number,
  options: ReadOptions,
  atOnce: number,
): Promise<readonly Range[]> => {
  const length = Math.min(largestRange, Math.max(smallestRange, Math.ceil(size / (atOnce * 4))))
  // Single carriage returns end lines only where no other line ends are.
  if (size < 2 * smallestRange || options.signs.returns) return [{ start: 0, end: null, number: 1 }]
  const starts = [0]
  const handle = await open(path, 'r')
  try {
    for (let place = length; place + smallestRange / 2 < size; place += length) {
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(bytesAhead), 0, bytesAhead, place)
      const found = lineIn(buffer.subarray(0, bytesRead), options)
      if (found !== null) starts.push(place + found)
    }
  } finally {
    await handle.close()
  }
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? null, number: 1 }))
}
