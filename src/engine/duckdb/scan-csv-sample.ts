/** The lines of a sample that are a table under some delimiter. */
export interface Sample {
  readonly delim: string
  readonly columns: number
  readonly text: string
}

interface Line {
  readonly text: string
  readonly cells: number
  /** Every quoted cell ends with its quote. */
  readonly sound: boolean
}

/** Lines as a reader with quotes sees them; the last one is left out unless the text is whole. */
const linesOf = (text: string, delim: string, quote: string, whole: boolean): readonly Line[] => {
  const lines: Line[] = []
  let [start, cells, sound, at, fresh] = [0, 1, true, 0, true]
  const ends = (from: number) => from >= text.length || /[\r\n]/.test(text[from]!) || text.startsWith(delim, from)
  while (at < text.length) {
    if (fresh && quote && text[at] === quote) {
      const closed = text.indexOf(quote, at + 1)
      at = closed < 0 ? text.length : closed + 1
      while (text[at] === quote) {
        const next = text.indexOf(quote, at + 1)
        at = next < 0 ? text.length : next + 1
      }
      sound &&= ends(at)
      fresh = false
    } else if (text.startsWith(delim, at)) {
      cells += 1
      at += delim.length
      fresh = true
    } else if (/[\r\n]/.test(text[at]!)) {
      if (at > start) lines.push({ text: text.slice(start, at), cells, sound })
      at += 1
      ;[start, cells, sound, fresh] = [at, 1, true, true]
    } else {
      at += 1
      fresh = false
    }
  }
  if (whole && at > start) lines.push({ text: text.slice(start), cells, sound })
  return lines
}

const candidates = [',', ';', '\t', '|']

/**
 * What of a file's beginning is a table: the lines that have as many cells as the first. The sniffer is shown these alone, where ragged or
 * wrongly quoted lines keep it from seeing the table.
 */
export const tableIn = (
  head: string,
  whole: boolean,
  given: { readonly delim: string | null; readonly quote: string | null; readonly skip: number },
): Sample | null => {
  const text = head
    .replace(/^\ufeff/, '')
    .split(/(?<=\n)/)
    .slice(given.skip)
    .join('')
  let best: (Sample & { readonly share: number }) | null = null
  for (const delim of given.delim === null ? candidates : [given.delim]) {
    const lines = linesOf(text, delim, given.quote ?? '"', whole)
    const columns = lines[0]?.cells ?? 0
    if (columns < 2) continue
    const fitting = lines.filter(line => line.sound && line.cells === columns)
    const share = fitting.length / lines.length
    if (share < 0.5 || (best && share <= best.share)) continue
    best = { delim, columns, share, text: fitting.map(line => `${line.text}\n`).join('') }
  }
  return best
}
