import type { DescribedLine } from '#core/source/description.ts'

/** A piece of a line: a cell, or what stands between cells. */
export interface Piece {
  readonly text: string
  /** Index of the cell; null: a delimiter. */
  readonly cell: number | null
  readonly start: number
}

/** A line in pieces, in their order; one without known cells is one piece. */
export const piecesOf = ({ text, cells }: DescribedLine): readonly Piece[] => {
  if (cells.length === 0) return [{ text, cell: 0, start: 0 }]
  const pieces: Piece[] = []
  let at = 0
  cells.forEach(([start, end], cell) => {
    if (start > at) pieces.push({ text: text.slice(at, start), cell: null, start: at })
    pieces.push({ text: text.slice(start, end), cell, start })
    at = end
  })
  if (at < text.length) pieces.push({ text: text.slice(at), cell: null, start: at })
  return pieces
}

const signs: Readonly<Record<string, string>> = { ' ': '·', '\t': '→', '\n': '⏎', '\r': '␍', '\u00a0': '⍽', '\0': '␀' }

/** A text with signs in the place of what is not seen; without `all` of line ends and zero bytes alone, which would break the line. */
export const visible = (text: string, all: boolean): string =>
  text.replace(all ? /[ \t\n\r\u00a0\0]/g : /[\n\r\0]/g, sign => signs[sign] ?? sign)

const ends = { '': '', lf: 'LF', crlf: 'CRLF', cr: 'CR' } as const

export const endText = (end: DescribedLine['end']): string => ends[end]
