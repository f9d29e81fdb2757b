import { noCell } from '#core/source/csv.ts'
import { cellsOfLine } from '#core/source/csv-cells.ts'
import { faultCode } from '#core/source/line-faults.ts'
import { longest, type Signs } from './lines.ts'

const hex = (text: string): string => `x${Buffer.from(text).toString('hex')}`

export interface LinesOptions {
  readonly signs: Signs
  readonly columns: number
  /** Keep the texts of lines whose cells do not give them. */
  readonly numbered: boolean
  /** Leave the lines that are no rows in the copy, in their places, with the cells that they can be parted into. */
  readonly keep: boolean
  /** Texts that stand for null. */
  readonly nulls: readonly string[]
}

/** How lines stand in the copy of a file: after their number and, where that is asked for, what is wrong with them and their text. */
export const copyOfLines = ({ signs, columns, numbered, keep, nulls }: LinesOptions) => {
  const encoding = signs.utf8 ? 'utf8' : 'latin1'
  const delim = signs.delim.toString(encoding)
  const sign = (byte: number) => (byte < 0 ? '' : String.fromCharCode(byte))
  const cellSigns = { delim, quote: sign(signs.quote), escape: sign(signs.escape) }
  const told = numbered || keep
  // Longer than any text that stands for null, so that no number is one.
  const zeros = nulls.some(text => /^\d+$/.test(text)) ? '0'.repeat(Math.max(...nulls.map(text => text.length))) : ''
  const nullBytes = nulls.filter(text => text !== '').map(text => Buffer.from(text, encoding))

  /** Its cells, put together again, would give another text. */
  const isChanged = (line: Buffer): boolean =>
    (signs.quote >= 0 && line.includes(signs.quote)) || nullBytes.some(text => line.includes(text))

  const quoted = (text: string): string => {
    const { quote, escape: mark } = cellSigns
    if (quote === '') return text.replaceAll(/[\r\n]/g, ' ')
    const marked = text.replaceAll(mark, mark + mark)
    return quote + (mark === quote ? marked : marked.replaceAll(quote, mark + quote)) + quote
  }

  return {
    /** What stands before a line that is a row; of one that is cut it keeps the text. */
    sound: (number: number, bytes: Buffer, start: number, end: number, cut: boolean): string => {
      if (!told) return `${zeros}${number}${delim}`
      const raw =
        numbered && (cut || isChanged(bytes.subarray(start, end))) ? hex(bytes.toString(encoding, start, end)) : ''
      return `${zeros}${number}${delim}${zeros}0${delim}${raw}${delim}`
    },
    /** A line that is no row, as one: with cells left out that are too many, and put in where there are too few. */
    faulty: (number: number, fault: string, raw: string): string => {
      const kept = raw.length > longest ? `${raw.slice(0, longest)}…` : raw
      const found = cellsOfLine(raw, cellSigns).map(cell => quoted(cell.text))
      const cells = Array.from({ length: columns }, (_, i) => found[i] ?? noCell)
      return [zeros + number, zeros + faultCode(fault), hex(kept), ...cells].join(delim)
    },
  }
}
