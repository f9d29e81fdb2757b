import type { Pasted } from './lines.ts'

const rule = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/

/** The cells of a line, where a bar behind a backslash parts none. */
const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map(cell =>
      cell
        .trim()
        .replaceAll('\\|', '|')
        .replaceAll(/<br\s*\/?>/gi, '\n'),
    )

/** A table as Markdown writes it: names, a line of dashes, rows; null where the text is none. */
export const readMarkdown = (text: string): Pasted | null => {
  const lines = text
    .trim()
    .split(/\r?\n/)
    .map(line => line.trim())
  const [names = '', dashes = '', ...rows] = lines
  if (!names.includes('|') || !dashes.includes('|') || !rule.test(dashes)) return null
  if (rows.some(line => !line.includes('|'))) return null
  return { lines: [names, ...rows].map(cellsOf), header: true, told: [] }
}
