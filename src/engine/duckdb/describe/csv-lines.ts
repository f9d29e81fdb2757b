import { type CellSigns, cellsOfLine, type LineCell } from '#core/source/csv-cells.ts'
import { faultOf } from '../scan/csv/fault.ts'
import { CsvLines, type Line } from '../scan/csv/lines.ts'
import { signsOf } from '../scan/csv/sample.ts'
import { count, habitsOf, newTally } from '../scan/csv/tally.ts'
import type { Beginning } from './head.ts'

/** A line of a file's beginning. */
export interface HeadLine {
  readonly number: number
  readonly text: string
  readonly end: '' | 'lf' | 'crlf' | 'cr'
  readonly empty: boolean
  /** Why it is no row, or null. */
  readonly fault: string | null
  readonly cells: readonly LineCell[]
}

const ends = { 0: '', 1: 'lf', 2: 'crlf', 4: 'cr' } as const

const endOf = (ending: number): HeadLine['end'] => ends[ending as keyof typeof ends] ?? ''

type Copy = Line & { readonly text: string; readonly parts: readonly string[] }

/** Lines as the reader sees them; of a beginning that is not all, the last one is left out. */
const read = (head: Beginning, signs: CellSigns, columns: number | null, skip: number): readonly Copy[] => {
  const found: Copy[] = []
  const encoding = head.latin ? 'latin1' : 'utf8'
  const lines = new CsvLines(signsOf(signs, head.text, head.latin), columns, skip, (line, bytes) => {
    const part = (start: number, end: number) => bytes.toString(encoding, start, end)
    const parts: string[] = []
    let start = line.start
    for (let i = 0; line.pieces && i < line.pieces.length; i += 2) {
      parts.push(part(start, line.pieces[i]!))
      start = line.pieces[i]! + 1
    }
    found.push({ ...line, text: part(line.start, line.end), parts })
  })
  lines.push(head.bytes)
  if (head.whole || found.length === 0) lines.end()
  return found
}

/** How many cells most lines have. */
export const usualCells = (counts: readonly number[]): { readonly cells: number; readonly lines: number } => {
  const times = new Map<number, number>()
  for (const each of counts) times.set(each, (times.get(each) ?? 0) + 1)
  const [cells, lines] = [...times].reduce((best, one) => (one[1] > best[1] ? one : best), [1, 0])
  return { cells, lines }
}

/** The cells of each line of a file's beginning under some signs. */
export const cellCounts = (head: Beginning, signs: CellSigns, skip: number): readonly number[] =>
  read(head, signs, null, skip).flatMap(({ text, fault, cells }) =>
    text === '' ? [] : [fault === null ? cells : cellsOfLine(text, signs).length],
  )

/** The lines of a file's beginning, and why some are no rows; the header, if there is one, is the first that is not empty. */
export const headLines = (
  head: Beginning,
  signs: CellSigns,
  { columns, header, skip }: { readonly columns: number | null; readonly header: boolean; readonly skip: number },
): readonly HeadLine[] => {
  const lines = read(head, signs, columns, skip)
  const width = columns ?? usualCells(lines.map(line => line.cells)).cells
  const tally = newTally()
  const isEmpty = (line: Copy) => line.text === '' && width > 1
  const rows = lines.filter(line => !isEmpty(line)).slice(header ? 1 : 0)
  for (const line of rows) count(tally, line, width)
  const habits = habitsOf(tally)
  return lines.flatMap((line): readonly HeadLine[] => {
    const cut = habits.trailing && line.lastEmpty && line.cells > width ? 1 : 0
    const fault = isEmpty(line) ? null : faultOf(line, line.cells - cut, width, habits)
    const of = (text: string): HeadLine => {
      const cells = cellsOfLine(text, signs)
      return {
        number: line.number,
        text,
        end: endOf(line.ending),
        empty: isEmpty(line),
        fault,
        cells: cut ? cells.slice(0, -1) : cells,
      }
    }
    return fault === null && line.parts.length > 1 ? line.parts.map(of) : [of(line.text)]
  })
}
