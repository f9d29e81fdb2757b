import { CsvLines, type Line, type Signs } from './scan-csv-lines.ts'
import { isHabit } from './scan-csv-sample.ts'
import { unpacked } from './scan-packed.ts'

export interface ReadOptions {
  readonly signs: Signs
  readonly columns: number
  readonly header: boolean
  readonly skip: number
}

/** What was seen of a file's lines. */
export interface Tally {
  lines: number
  /** Lines with too few or too many cells. */
  wrong: number
  /** Those of them with nothing but an empty cell too many. */
  trailing: number
  strays: number
  faulty: number
  /** Sorts of line ends, as bits. */
  endings: number
  /** A mark for each column that has a point in a cell. */
  dotted: Uint8Array
}

/** What so many lines of a file do that it is no fault. */
export interface Habits {
  readonly trailing: boolean
  readonly strays: boolean
}

export type Take = (line: Line, bytes: Buffer) => void

/** Hands out the lines of a file that are neither empty nor the header; `after` each piece says whether to go on. Gives the columns that have a point in a cell. */
export const readLines = async (
  file: string,
  { signs, columns, header, skip }: ReadOptions,
  take: Take,
  after: () => Promise<boolean> | boolean,
): Promise<Uint8Array> => {
  let first = header
  const lines = new CsvLines(signs, columns, skip, (line, bytes) => {
    // In a table of one column an empty line is a row.
    if (line.start === line.end && (first || columns > 1)) return
    if (!first) return take(line, bytes)
    first = false
    lines.dotted.fill(0)
  })
  for await (const chunk of unpacked(file)) {
    lines.push(chunk as Buffer)
    if (!(await after())) return lines.dotted
  }
  lines.end()
  await after()
  return lines.dotted
}

export const newTally = (): Tally => ({
  lines: 0,
  wrong: 0,
  trailing: 0,
  strays: 0,
  faulty: 0,
  endings: 0,
  dotted: new Uint8Array(0),
})

export const count = (tally: Tally, line: Line, columns: number): void => {
  tally.lines += 1
  tally.endings |= line.ending
  if (line.stray) tally.strays += 1
  if (line.fault !== null) tally.faulty += 1
  else if (line.pieces) tally.endings |= 8
  else if (line.cells !== columns) {
    tally.wrong += 1
    if (line.cells === columns + 1 && line.lastEmpty) tally.trailing += 1
  }
}

/** Counts the lines of a file, or of its first pieces of one megabyte. */
export const tallyOf = async (file: string, options: ReadOptions, pieces = Infinity): Promise<Tally> => {
  const tally = newTally()
  let read = 0
  tally.dotted = await readLines(
    file,
    options,
    line => count(tally, line, options.columns),
    () => ++read < pieces,
  )
  return tally
}

export const habitsOf = (tally: Tally): Habits => ({
  trailing: tally.trailing > 0 && tally.trailing * 10 >= tally.lines * 9,
  strays: isHabit(tally.strays, tally.lines),
})

/** Whether DuckDB reads such lines as they are meant. */
export const isPlain = (tally: Tally): boolean =>
  tally.faulty === 0 &&
  tally.wrong === 0 &&
  (tally.strays === 0 || habitsOf(tally).strays) &&
  (tally.endings & (tally.endings - 1)) === 0
