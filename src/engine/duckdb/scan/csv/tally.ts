import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { pieceBytes, unpacked } from '../packed.ts'
import { CsvLines, type Line, type Signs } from './lines.ts'
import { isHabit } from './sample.ts'

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
  /** For each column what `cellMarks` were seen in its cells. */
  marks: Uint8Array
}

/** What so many lines of a file do that it is no fault. */
export interface Habits {
  readonly trailing: boolean
  readonly strays: boolean
}

export type Take = (line: Line, bytes: Buffer) => void

/** A stretch of a file: from the beginning of a line that has this number to a line's beginning, or to the file's end. */
export interface Range {
  readonly start: number
  readonly end: number | null
  readonly number: number
}

export const wholeFile: Range = { start: 0, end: null, number: 1 }

/** How a reading ended: where the line after the last one begins, with its number, and what its cells have. */
export interface End {
  readonly at: number
  readonly number: number
  readonly marks: Uint8Array
  /** Sorts of line ends, as bits. */
  readonly endings: number
}

/** Further bytes are read in small pieces: most often they are the end of one line. */
const furtherBytes = 1 << 16

/** Hands out the lines that begin in a range of a file, and are neither empty nor the header; `after` each piece says how many bytes it had. */
export const readLines = async (
  file: string,
  { signs, columns, header, skip }: ReadOptions,
  range: Range,
  take: Take,
  after: (bytes: number) => Promise<void> | void,
): Promise<End> => {
  const { start, end } = range
  let first = header && start === 0
  let beyond: { readonly at: number; readonly number: number } | null = null
  const each: Take = (line, bytes) => {
    const at = lines.position + line.start
    if (end !== null && at >= end) beyond ??= { at, number: line.number }
    // In a table of one column an empty line is a row.
    if (beyond || (line.start === line.end && (first || columns > 1))) return
    if (!first) return take(line, bytes)
    first = false
    lines.marks.fill(0)
  }
  const lines = new CsvLines(signs, columns, start === 0 ? skip : 0, each, { at: start, number: range.number })
  const push = async (stream: Readable, isOver: () => boolean) => {
    for await (const chunk of stream) {
      lines.push(chunk as Buffer)
      await after((chunk as Buffer).length)
      if (isOver()) return
    }
    lines.end()
  }
  if (end === null)
    await push(start === 0 ? unpacked(file) : createReadStream(file, { start, highWaterMark: pieceBytes }), () => false)
  else {
    for await (const chunk of createReadStream(file, { start, end: end - 1, highWaterMark: pieceBytes })) {
      lines.push(chunk as Buffer)
      await after((chunk as Buffer).length)
    }
    const isOver = () => beyond !== null || lines.at >= end
    if (!isOver()) await push(createReadStream(file, { start: end, highWaterMark: furtherBytes }), isOver)
  }
  await after(0)
  const { at, number } = beyond ?? lines
  return { at, number, marks: lines.marks, endings: lines.endings }
}

export const newTally = (): Tally => ({
  lines: 0,
  wrong: 0,
  trailing: 0,
  strays: 0,
  faulty: 0,
  endings: 0,
  marks: new Uint8Array(0),
})

export const count = (tally: Tally, line: Line, columns: number): void => {
  tally.lines += 1
  if (line.stray) tally.strays += 1
  if (line.fault !== null) tally.faulty += 1
  else if (line.pieces) tally.endings |= 8
  else if (line.cells !== columns) {
    tally.wrong += 1
    if (line.cells === columns + 1 && line.lastEmpty) tally.trailing += 1
  }
}

/** Counts the lines of a range. */
export const tallyOf = async (file: string, options: ReadOptions, range: Range, after: (bytes: number) => void) => {
  const tally = newTally()
  const end = await readLines(file, options, range, line => count(tally, line, options.columns), after)
  tally.marks = end.marks
  tally.endings |= end.endings
  return { tally, end }
}

/** What was seen of all ranges together. */
export const sumOf = (tallies: readonly Tally[]): Tally => {
  const sum = newTally()
  sum.marks = new Uint8Array(Math.max(0, ...tallies.map(tally => tally.marks.length)))
  for (const tally of tallies) {
    sum.lines += tally.lines
    sum.wrong += tally.wrong
    sum.trailing += tally.trailing
    sum.strays += tally.strays
    sum.faulty += tally.faulty
    sum.endings |= tally.endings
    for (const [column, mark] of tally.marks.entries()) sum.marks[column]! |= mark
  }
  return sum
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
