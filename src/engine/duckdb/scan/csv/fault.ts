import { lineFaults } from '#core/source/line-faults.ts'
import { type Line, longest } from './lines.ts'
import type { Habits } from './tally.ts'

/** Each piece has as many cells as a line, so that the carriage returns between them end lines. */
const piecesFit = (pieces: readonly number[], columns: number): boolean =>
  pieces.every((cells, i) => i % 2 === 0 || cells === columns)

/** What is wrong with a line, so that it is no row. */
export const faultIn = (line: Line, cells: number, columns: number, habits: Habits): string | null => {
  if (line.fault !== null) return line.fault
  if (line.pieces && !piecesFit(line.pieces, columns)) return lineFaults.carriage
  if (line.stray && !habits.strays) return lineFaults.stray
  if (line.pieces || cells === columns) return null
  return cells < columns ? lineFaults.few : lineFaults.many
}

/** A line's text, cut where it is longer than any that can be read. */
export const toldText = (bytes: Buffer, { start, end }: Line, encoding: 'utf8' | 'latin1'): string => {
  const text = bytes.toString(encoding, start, Math.min(end, start + 4 * longest))
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

export const told = (fault: string, cells: number, columns: number): string =>
  fault === lineFaults.few || fault === lineFaults.many
    ? `Expected Number of Columns: ${columns} Found: ${cells}`
    : fault

/** Why a line is no row, as it is told where it is left out; null: it is one. */
export const faultOf = (line: Line, cells: number, columns: number, habits: Habits): string | null => {
  const fault = faultIn(line, cells, columns, habits)
  return fault === null ? null : told(fault, cells, columns)
}
