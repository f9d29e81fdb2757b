import { unbroken, wrapped } from './wrap.ts'

const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map(cell => plain(cell.trim().replaceAll('\\|', '|')))

const longest = 60

/** Emphasis is for the eye: left out between words, never inside code, which stays on one line unless it is long. */
const plain = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map(part => {
      if (!part.startsWith('`')) return part.replace(/\*{1,2}([^*\s][^*]*)\*{1,2}/g, '$1')
      return part.length > longest ? part : unbroken(part)
    })
    .join('')

const tableLines = (lines: readonly string[]): readonly string[] => {
  const rows = lines.map(cellsOf).filter((_, index) => index !== 1)
  const columns = Math.max(...rows.map(row => row.length))
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map(row => row[at]?.length ?? 0)))
  const line = (row: readonly string[]) => `    ${widths.map((wide, at) => (row[at] ?? '').padEnd(wide)).join('  ')}`
  const [head = [], ...body] = rows
  return [line(head), `    ${widths.map(wide => '-'.repeat(wide)).join('  ')}`, ...body.map(line)].map(text =>
    text.trimEnd().replaceAll('\u00a0', ' '),
  )
}

const listLines = (lines: readonly string[]): readonly string[] =>
  lines
    .join('\n')
    .split(/\n(?=\s*[-*] )/)
    .flatMap(item => wrapped(plain(item.replace(/^\s*[-*] /, '')), '  - '))

const blockLines = (block: string): readonly string[] => {
  const lines = block.split('\n')
  if (block.startsWith('```')) return lines.filter(line => !line.startsWith('```')).map(line => `    ${line}`)
  if (block.startsWith('|')) return tableLines(lines)
  const alone = /^`([^`]+)`$/.exec(block.replaceAll('\n', ' '))?.[1]
  if (alone !== undefined) return wrapped(alone, '    ', 6)
  return /^\s*[-*] /.test(block) ? listLines(lines) : wrapped(plain(block))
}

/** A help text as lines for a terminal of 80 columns: paragraphs wrapped, tables in columns. */
export const helpLines = (markdown: string): readonly string[] =>
  markdown
    .trim()
    .split(/\n{2,}/)
    .flatMap((block, index) => [...(index > 0 ? [''] : []), ...blockLines(block)])
