import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { Stamp } from './encoding.ts'
import { CsvLines, type Line, lineFaults, type Signs } from './scan-csv-lines.ts'
import { isHabit } from './scan-csv-sample.ts'

export interface CheckOptions {
  readonly signs: Signs
  readonly columns: number
  readonly header: boolean
  readonly skip: number
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
}

interface Tally {
  lines: number
  wrong: number
  trailing: number
  strays: number
  faulty: number
  endings: number
}

interface Habits {
  readonly trailing: boolean
  readonly strays: boolean
}

const pieceBytes = 1 << 20

const read = async (file: string, columns: number, options: CheckOptions, take: Take, after?: () => Promise<void>) => {
  let header = options.header
  const lines = new CsvLines(options.signs, columns, options.skip, (line, bytes) => {
    if (line.start === line.end) return
    if (header) header = false
    else take(line, bytes)
  })
  const source = createReadStream(file, { highWaterMark: pieceBytes })
  const packed = file.endsWith('.gz')
  const stream = packed ? source.pipe(createGunzip({ chunkSize: pieceBytes })) : source
  if (packed) source.on('error', error => stream.destroy(error))
  for await (const chunk of stream) {
    lines.push(chunk as Buffer)
    await after?.()
  }
  lines.end()
  await after?.()
}

type Take = (line: Line, bytes: Buffer) => void

/** Each piece has as many cells as a line, so that the carriage returns between them end lines. */
const piecesFit = (pieces: readonly number[], columns: number): boolean =>
  pieces.every((cells, i) => i % 2 === 0 || cells === columns)

const tallyOf = async (file: string, options: CheckOptions): Promise<Tally> => {
  const tally: Tally = { lines: 0, wrong: 0, trailing: 0, strays: 0, faulty: 0, endings: 0 }
  const { columns } = options
  await read(file, columns, options, line => {
    tally.lines += 1
    tally.endings |= line.ending
    if (line.stray) tally.strays += 1
    if (line.fault !== null) tally.faulty += 1
    else if (line.pieces) tally.endings |= 8
    else if (line.cells !== columns) {
      tally.wrong += 1
      if (line.cells === columns + 1 && line.lastEmpty) tally.trailing += 1
    }
  })
  return tally
}

const severalEndings = (endings: number): boolean => (endings & (endings - 1)) !== 0

const counted = (columns: number, found: number): string => `Expected Number of Columns: ${columns} Found: ${found}`

/** Why a line is left out; null: it is kept. */
const faultOf = (line: Line, cells: number, { columns, keep }: CheckOptions, habits: Habits): string | null => {
  if (line.fault !== null) return line.fault
  if (line.pieces && !piecesFit(line.pieces, columns)) return lineFaults.carriage
  if (line.stray && !habits.strays) return lineFaults.stray
  if (line.pieces || cells === columns || keep) return null
  return counted(columns, cells)
}

class Batch {
  private parts: Buffer[] = []
  constructor(private readonly handle: FileHandle) {}
  add(part: Buffer): void {
    this.parts.push(part)
  }
  async flush(): Promise<void> {
    if (this.parts.length === 0) return
    const bytes = Buffer.concat(this.parts)
    this.parts = []
    await this.handle.writeFile(bytes)
  }
}

const newline = Buffer.from('\n')

const separate = async (file: Stamp, path: string, target: string, options: CheckOptions, habits: Habits) => {
  const { signs } = options
  const encoding = signs.utf8 ? 'utf8' : 'latin1'
  const delim = signs.delim.toString(encoding)
  const copy = await open(`${target}.part`, 'w')
  const refused = await open(`${target}.faults`, 'w')
  let faults = 0
  try {
    const [good, bad] = [new Batch(copy), new Batch(refused)]
    const put = (line: Line, bytes: Buffer, start: number, end: number) => {
      good.add(Buffer.from(`${line.number}${delim}`, encoding))
      // What lies in `bytes` stays as it is until the batch is written.
      good.add(bytes.subarray(start, end))
      good.add(newline)
    }
    const take: Take = (line, bytes) => {
      const cut = habits.trailing && line.lastEmpty && line.cells > options.columns
      const cells = line.cells - (cut ? 1 : 0)
      const reason = faultOf(line, cells, options, habits)
      if (reason !== null) {
        faults += 1
        const raw = bytes.toString(encoding, line.start, line.end)
        bad.add(Buffer.from(`${JSON.stringify({ file: file.path, line: line.number, reason, raw })}\n`))
      } else if (line.pieces) {
        let start = line.start
        for (let i = 0; i < line.pieces.length; i += 2) {
          put(line, bytes, start, line.pieces[i]!)
          start = line.pieces[i]! + 1
        }
      } else put(line, bytes, line.start, cut ? line.last - signs.delim.length : line.end)
    }
    await read(path, options.columns, options, take, async () => {
      await good.flush()
      await bad.flush()
    })
  } finally {
    await copy.close()
    await refused.close()
  }
  await rename(`${target}.part`, target)
  return faults
}

const make = async (file: Stamp, path: string, target: string, options: CheckOptions): Promise<Checked> => {
  const tally = await tallyOf(path, options)
  const habits = {
    trailing: tally.trailing > 0 && tally.trailing * 10 >= tally.lines * 9,
    strays: isHabit(tally.strays, tally.lines),
  }
  const sound = tally.faulty === 0 && tally.wrong === 0 && (tally.strays === 0 || habits.strays)
  if (sound && !severalEndings(tally.endings) && !options.numbered) return { path, numbered: false, faults: null }
  await mkdir(options.folder, { recursive: true })
  try {
    const faults = await separate(file, path, target, options, habits)
    if (faults === 0) await rm(`${target}.faults`)
    return { path: target, numbered: true, faults: faults > 0 ? `${target}.faults` : null }
  } catch (error) {
    await rm(`${target}.part`, { force: true })
    throw error
  }
}

const remembered = 500
const known = new Map<string, Promise<Checked>>()

const present = ({ path, faults }: Checked): boolean => existsSync(path) && (faults === null || existsSync(faults))

/**
 * Reads a file to its end, once for each state of it, and finds the lines that are no rows. One that has such lines, or mixes line ends,
 * is read through a copy of the others: DuckDB alone would stop, or shift cells without a word.
 */
export const checkCsv = async (file: Stamp, path: string, options: CheckOptions): Promise<Checked> => {
  const key = createHash('sha256')
    .update(JSON.stringify([file, path, options]))
    .digest('hex')
    .slice(0, 20)
  const target = join(options.folder, `${key}-lines-${basename(file.path).replace(/\.gz$/, '')}`)
  const before = await known.get(key)?.catch(() => null)
  if (before && present(before)) return before
  const checked = make(file, path, target, options)
  known.delete(key)
  known.set(key, checked)
  if (known.size > remembered) known.delete(known.keys().next().value!)
  return checked
}
