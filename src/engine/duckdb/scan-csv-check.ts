import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stamp } from './encoding.ts'
import { type Line, lineFaults } from './scan-csv-lines.ts'
import {
  count,
  type Habits,
  habitsOf,
  isPlain,
  newTally,
  type ReadOptions,
  readLines,
  type Take,
  type Tally,
  tallyOf,
} from './scan-csv-tally.ts'
import { unpackedName } from './scan-packed.ts'

export interface CheckOptions extends ReadOptions {
  /** Make a copy in any case, in which each line begins with its number. */
  readonly numbered: boolean
  /** Leave lines with too few or too many cells in the copy. */
  readonly keep: boolean
  readonly folder: string
}

/** A file whose lines all have the right cells: itself, or a copy of what can be read, each line after its number. */
export interface Checked {
  readonly path: string
  readonly numbered: boolean
  /** A file of JSON lines: file, line, reason and raw text of what was left out. */
  readonly faults: string | null
  /** Columns with a point in a cell, from 0. */
  readonly dotted: readonly number[]
}

/** Each piece has as many cells as a line, so that the carriage returns between them end lines. */
const piecesFit = (pieces: readonly number[], columns: number): boolean =>
  pieces.every((cells, i) => i % 2 === 0 || cells === columns)

const counted = (columns: number, found: number): string => `Expected Number of Columns: ${columns} Found: ${found}`

/** Why a line is left out; null: it is kept. */
export const faultOf = (
  line: Line,
  cells: number,
  { columns, keep }: Pick<CheckOptions, 'columns' | 'keep'>,
  habits: Habits,
): string | null => {
  if (line.fault !== null) return line.fault
  if (line.pieces && !piecesFit(line.pieces, columns)) return lineFaults.carriage
  if (line.stray && !habits.strays) return lineFaults.stray
  if (line.pieces || cells === columns || keep) return null
  return counted(columns, cells)
}

/** What is gathered before it is written. */
const batchBytes = 1 << 21

/** Gathers bytes and writes many at once. */
class Batch {
  private bytes = Buffer.allocUnsafe(batchBytes)
  private used = 0

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

  async flush(): Promise<void> {
    if (this.used > 0) await this.handle.writeFile(this.bytes.subarray(0, this.used))
    this.used = 0
  }
}

/** Writes the lines that can be read to a copy and the others beside it. */
const separate = async (
  file: Stamp,
  path: string,
  target: string,
  options: CheckOptions,
  habits: Habits,
): Promise<{ readonly tally: Tally; readonly faults: number }> => {
  const { signs, columns } = options
  const encoding = signs.utf8 ? 'utf8' : 'latin1'
  const delim = signs.delim.toString(encoding)
  const tally = newTally()
  const copy = await open(`${target}.part`, 'w')
  const refused = await open(faultsOf(target), 'w')
  let faults = 0
  try {
    const [good, bad] = [new Batch(copy), new Batch(refused)]
    const put = (number: number, bytes: Buffer, start: number, end: number) => {
      good.text(`${number}${delim}`, encoding)
      good.part(bytes, start, end)
      good.text('\n', encoding)
    }
    const take: Take = (line, bytes) => {
      count(tally, line, columns)
      const cut = habits.trailing && line.lastEmpty && line.cells > columns
      const reason = faultOf(line, line.cells - (cut ? 1 : 0), options, habits)
      if (reason !== null) {
        faults += 1
        const raw = bytes.toString(encoding, line.start, line.end)
        bad.text(`${JSON.stringify({ file: file.path, line: line.number, reason, raw })}\n`, 'utf8')
      } else if (line.pieces) {
        let start = line.start
        for (let i = 0; i < line.pieces.length; i += 2) {
          put(line.number, bytes, start, line.pieces[i]!)
          start = line.pieces[i]! + 1
        }
      } else put(line.number, bytes, line.start, cut ? line.last - signs.delim.length : line.end)
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
  return { tally, faults }
}

const marked = (marks: Uint8Array): readonly number[] => [...marks.keys()].filter(column => marks[column] === 1)

const faultsOf = (target: string): string => `${target}.faults`

const make = async (file: Stamp, path: string, target: string, options: CheckOptions): Promise<Checked> => {
  // Where its beginning shows that there must be a copy, the file is read once, by the habits of its beginning.
  let tally = await tallyOf(path, options, 1)
  const early = options.numbered || !isPlain(tally)
  if (!early) tally = await tallyOf(path, options)
  if (!early && isPlain(tally)) return { path, numbered: false, faults: null, dotted: marked(tally.dotted) }
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
      faults: done.faults > 0 ? faultsOf(target) : null,
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
