import { open, rename, rm } from 'node:fs/promises'
import { Batch } from './batch.ts'
import { copyOfLines, type LinesOptions } from './copy.ts'
import { faultIn, told, toldText } from './fault.ts'
import type { Line } from './lines.ts'
import { type Habits, type Range, type ReadOptions, readLines, type Take } from './tally.ts'

/** A line that nobody keeps whole: read again it would have to be in memory several times. */
const tooLong = 1 << 26

export interface SeparateOptions extends ReadOptions, LinesOptions {
  readonly habits: Habits
  /** Write each line anew, with a line feed at its end; else those that are rows are copied as they are. */
  readonly rewritten: boolean
  /** Give the lines no numbers. */
  readonly bare: boolean
}

export interface Separated {
  /** Lines that were left out. */
  readonly faults: number
  /** Length of the copy's longest line, where lines were written one by one. */
  readonly longest: number
}

/** Copies stretches of lines that follow one another as one. */
const stretches = (good: Batch) => {
  let bytes: Buffer | null = null
  let [start, end] = [0, 0]
  const flush = () => {
    if (bytes && end > start) good.part(bytes, start, end)
    bytes = null
  }
  const put = (line: Line, of: Buffer) => {
    if (bytes !== of || line.start !== end) {
      flush()
      start = line.start
      bytes = of
    }
    end = line.next
  }
  return { put, flush }
}

/** Writes the lines of a range that are rows to a copy, and the others beside it. */
export const separate = async (
  shown: string,
  path: string,
  target: string,
  options: SeparateOptions,
  range: Range,
  after: (bytes: number) => void,
): Promise<Separated> => {
  const { signs, columns, keep, habits, bare, rewritten } = options
  const encoding = signs.utf8 ? 'utf8' : 'latin1'
  const copied = copyOfLines(options)
  const [copy, refused] = [await open(`${target}.part`, 'w'), await open(faultsOf(target), 'w')]
  const [good, bad] = [new Batch(copy), new Batch(refused)]
  const whole = rewritten ? null : stretches(good)
  let faults = 0
  try {
    const put = (number: number, bytes: Buffer, start: number, end: number, cut = end) => {
      if (!bare) good.text(copied.sound(number, bytes, start, end, cut < end), encoding)
      good.part(bytes, start, cut)
      good.endLine()
    }
    const take: Take = (line, bytes) => {
      const cut = habits.trailing && line.lastEmpty && line.cells > columns
      const cells = line.cells - (cut ? 1 : 0)
      const fault = faultIn(line, cells, columns, habits)
      if (fault === null && line.pieces) {
        let start = line.start
        for (let i = 0; i < line.pieces.length; i += 2) {
          put(line.number, bytes, start, line.pieces[i]!)
          start = line.pieces[i]! + 1
        }
      } else if (fault === null) {
        if (whole) whole.put(line, bytes)
        else put(line.number, bytes, line.start, line.end, cut ? line.last - signs.delim.length : line.end)
      } else if (keep && line.end - line.start <= tooLong) {
        good.text(copied.faulty(line.number, fault, bytes.toString(encoding, line.start, line.end)), encoding)
        good.endLine()
      } else {
        faults += 1
        const reason = told(fault, cells, columns)
        const raw = toldText(bytes, line, encoding)
        bad.text(JSON.stringify({ file: shown, line: line.number, reason, raw }), 'utf8')
        bad.endLine()
      }
    }
    await readLines(path, options, range, take, async bytes => {
      whole?.flush()
      await good.flush()
      await bad.flush()
      after(bytes)
    })
  } finally {
    await copy.close()
    await refused.close()
  }
  if (faults === 0) await rm(faultsOf(target))
  await rename(`${target}.part`, target)
  return { faults, longest: good.longest }
}

/** Beside a copy, a file of JSON lines: file, line, reason and raw text of what was left out. */
export const faultsOf = (target: string): string => `${target}.faults`
