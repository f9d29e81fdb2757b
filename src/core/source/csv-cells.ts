/** The signs that part a line into cells; an empty quote: there is none. */
export interface CellSigns {
  readonly delim: string
  readonly quote: string
  readonly escape: string
}

/** A cell where it stands in its line, and its text without quotes. */
export interface LineCell {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly quoted: boolean
}

const afterSpaces = (line: string, from: number): number => {
  let at = from
  while (line[at] === ' ') at += 1
  return at
}

/** The text between quotes that open at `open`, and where they are closed; null: they are not. */
const quotedText = (
  line: string,
  open: number,
  { quote, escape: before }: CellSigns,
): { text: string; close: number } | null => {
  let text = ''
  for (let at = open + 1; at < line.length; at++) {
    const sign = line[at]!
    if (sign === before && (line[at + 1] === quote || (line[at + 1] === before && before !== quote))) {
      text += line[at + 1]
      at += 1
    } else if (sign === quote) return { text, close: at }
    else text += sign
  }
  return null
}

/** The cells of a line, as a reader with quotes parts it; what is wrongly quoted stands as it is. */
export const cellsOfLine = (line: string, signs: CellSigns): readonly LineCell[] => {
  const { delim, quote } = signs
  const cells: LineCell[] = []
  let start = 0
  for (;;) {
    const open = afterSpaces(line, start)
    const found = quote !== '' && line[open] === quote ? quotedText(line, open, signs) : null
    const after = found ? afterSpaces(line, found.close + 1) : -1
    const quoted = found !== null && (after >= line.length || line.startsWith(delim, after))
    const next = delim === '' ? -1 : line.indexOf(delim, quoted ? after : start)
    const end = next === -1 ? line.length : next
    cells.push({ start, end, text: quoted ? found.text : line.slice(start, end), quoted })
    if (next === -1) return cells
    start = next + delim.length
  }
}
