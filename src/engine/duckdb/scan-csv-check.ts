import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lineFaults } from '#core/source/line-faults.ts'
import type { Stamp } from './encoding.ts'
import { copyOfLines, type LinesOptions } from './scan-csv-copy.ts'
import { type Line, longest } from './scan-csv-lines.ts'
import {
  count,
  type Habits,
  habitsOf,
  isPlain,
  newTally,
  type ReadOptions,
  readLines,
  type Take,
  tallyOf,
} from './scan-csv-tally.ts'
import { unpackedName } from './scan-packed.ts'

export interface CheckOptions extends ReadOptions, LinesOptions {
  /** Make a copy in any case, in which each line begins with its number. */
  readonly numbered: boolean
  readonly folder: string
}

/** A file whose lines all have the right cells: itself, or a copy of what can be read, each line after its number. */
export interface Checked {
  readonly path: string
  readonly numbered: boolean
  /** Each number is followed by the code of the line's fault, and by its text where its cells do not give it. */
  readonly told: boolean
  /** Length of the copy's longest line. */
  readonly longest: number
  /** A file of JSON lines: file, line, reason and raw text of what was left out. */
  readonly faults: string | null
  /** Columns with a point in a cell, from 0. */
  readonly dotted: readonly number[]
}

/** Each piece has as many cells as a line, so that the carriage returns between them end lines. */
const piecesFit = (pieces: readonly number[], columns: number): boolean =>
  pieces.every((cells, i) => i % 2 === 0 || cells === columns)

/** What is wrong with a line, so that it is no row. */
const faultIn = (line: Line, cells: number, columns: number, habits: Habits): string | null => {
  if (line.fault !== null) return line.fault
  if (line.pieces && !piecesFit(line.pieces, columns)) return lineFaults.carriage
  if (line.stray && !habits.strays) return lineFaults.stray
  if (line.pieces || cells === columns) return null
  return cells < columns ? lineFaults.few : lineFaults.many
}

const told = (fault: string, cells: number, columns: number): string =>
  fault === lineFaults.few || fault === lineFaults.many
    ? `Expected Number of Columns: ${columns} Found: ${cells}`
    : fault

/** Why a line is no row, as it is told where it is left out; null: it is one. */
export const faultOf = (line: Line, cells: number, columns: number, habits: Habits): string | null => {
  const fault = faultIn(line, cells, columns, habits)
  return fault === null ? null : told(fault, cells, columns)
}

/** A line that nobody keeps whole: read again it would have to be in memory several times. */
const tooLong = 1 << 26

const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)

/** What is gathered before it is written. */
const batchBytes = 1 << 21

/** Gathers bytes and writes many at once. */
class Batch {
  private bytes = Buffer.allocUnsafe(batchBytes)
  private used = 0
  private lineStart = 0
  /** Length of the longest line. */
  longest = 0

  constructor(private readonly handle: FileHandle) {}

  private room(size: number): void {
    if (this.used + size <= this.bytes.length) return
    const larger = Buffer.allocUnsafe((this.used + size) * 2)
    this.bytes.copy(larger, 0, 0, this.used)
    this.bytes = larger
  }

  text(text: string, encoding: 'utf8' | 'latin1'): void {
    this.room(text.length * 3)
    this.used += this.bytes.write(text, this.used, encoding)
  }

  part(from: Buffer, start: number, end: number): void {
    this.room(end - start)
    this.used += from.copy(this.bytes, this.used, start, end)
  }

  endLine(): void {
    this.text('\n', 'latin1')
    this.longest = Math.max(this.longest, this.used - this.lineStart)
    this.lineStart = this.used
  }

  async flush(): Promise<void> {
    if (this.used > 0) await this.handle.writeFile(this.bytes.subarray(0, this.used))
    this.used = 0
    this.lineStart = 0
  }
}

/** Writes the lines that can be read to a copy and the others beside it. */
const separate = async (file: Stamp, path: string, target: string, options: CheckOptions, habits: Habits) => {
  const { signs, columns, keep } = options
  const encoding = signs.utf8 ? 'utf8' : 'latin1'
  const copied = copyOfLines(options)
  const tally = newTally()
  const copy = await open(`${target}.part`, 'w')
  const refused = await open(faultsOf(target), 'w')
  const [good, bad] = [new Batch(copy), new Batch(refused)]
  let faults = 0
  try {
    const put = (number: number, bytes: Buffer, start: number, end: number, cut = end) => {
      good.text(copied.sound(number, bytes, start, end, cut < end), encoding)
      good.part(bytes, start, cut)
      good.endLine()
    }
    const take: Take = (line, bytes) => {
      count(tally, line, columns)
      const cut = habits.trailing && line.lastEmpty && line.cells > columns
      const cells = line.cells - (cut ? 1 : 0)
      const fault = faultIn(line, cells, columns, habits)
      const whole = line.end - line.start <= tooLong
      if (fault === null && line.pieces) {
        let start = line.start
        for (let i = 0; i < line.pieces.length; i += 2) {
          put(line.number, bytes, start, line.pieces[i]!)
          start = line.pieces[i]! + 1
        }
      } else if (fault === null) {
        put(line.number, bytes, line.start, line.end, cut ? line.last - signs.delim.length : line.end)
      } else if (keep && whole) {
        good.text(copied.faulty(line.number, fault, bytes.toString(encoding, line.start, line.end)), encoding)
        good.endLine()
      } else {
        faults += 1
        const reason = told(fault, cells, columns)
        const raw = shortened(bytes.toString(encoding, line.start, line.end))
        bad.text(JSON.stringify({ file: file.path, line: line.number, reason, raw }), 'utf8')
        bad.endLine()
      }
    }
    tally.dotted = await readLines(path, options, take, async () => {
      await good.flush()
      await bad.flush()
      return true
    })
  } finally {
    await copy.close()
    await refused.close()
  }
  await rename(`${target}.part`, target)
  return { tally, faults, longest: good.longest }
}

const marked = (marks: Uint8Array): readonly number[] => [...marks.keys()].filter(column => marks[column] === 1)

const faultsOf = (target: string): string => `${target}.faults`

const make = async (file: Stamp, path: string, target: string, options: CheckOptions): Promise<Checked> => {
  // Where its beginning shows that there must be a copy, the file is read once, by the habits of its beginning.
  let tally = await tallyOf(path, options, 1)
  const early = options.numbered || !isPlain(tally)
  if (!early) tally = await tallyOf(path, options)
  if (!early && isPlain(tally))
    return { path, numbered: false, told: false, faults: null, longest: 0, dotted: marked(tally.dotted) }
  await mkdir(options.folder, { recursive: true })
  try {
    let habits = habitsOf(tally)
    let done = await separate(file, path, target, options, habits)
    const later = habitsOf(done.tally)
    if (later.trailing !== habits.trailing || later.strays !== habits.strays) {
      habits = later
      done = await separate(file, path, target, options, habits)
    }
    if (done.faults === 0) await rm(faultsOf(target))
    return {
      path: target,
      numbered: true,
      told: options.numbered || options.keep,
      faults: done.faults > 0 ? faultsOf(target) : null,
      longest: done.longest,
      dotted: marked(done.tally.dotted),
    }
  } catch (error) {
    await rm(`${target}.part`, { force: true })
    await rm(faultsOf(target), { force: true })
    throw error
  }
}

const remembered = 500
const known = new Map<string, Promise<Checked>>()

const present = ({ path, faults }: Checked): boolean => existsSync(path) && (faults === null || existsSync(faults))

/**
 * Reads a file to its end, once for each state of it, and finds the lines that are no rows. One that has such lines, or mixes line ends,
 * is read through a copy of the others: DuckDB alone would stop, or shift cells without a word. Null: not known, and not to begin now.
 */
export const checkCsv = async (
  file: Stamp,
  path: string,
  options: CheckOptions,
  mayBegin = true,
): Promise<Checked | null> => {
  const key = createHash('sha256')
    .update(JSON.stringify([file, path, options]))
    .digest('hex')
    .slice(0, 20)
  const target = join(options.folder, `${key}-lines-${unpackedName(file.path)}`)
  const before = await known.get(key)?.catch(() => null)
  if (before && present(before)) return before
  if (!mayBegin) return null
  const checked = make(file, path, target, options)
  known.delete(key)
  known.set(key, checked)
  if (known.size > remembered) known.delete(known.keys().next().value!)
  return checked
}
