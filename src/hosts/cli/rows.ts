import type { PageResult, RowFlag } from '#engine/types.ts'

const text = (value: unknown): string =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)

const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

/** A page as CSV: a header, then rows; null is empty, and an empty text is quoted. */
export const csvLines = ({ columns, rows }: Pick<PageResult, 'columns' | 'rows'>): readonly string[] => [
  columns.map(column => quoted(column.name)).join(','),
  ...rows.map(row => row.map(value => (value === '' ? '""' : quoted(text(value)))).join(',')),
]

const widest = 40
const segmenter = new Intl.Segmenter()

/** One line, cut by characters as people count them; a control character in data must not reach the terminal. */
const cell = (value: unknown): string => {
  const shown = value === null || value === undefined ? '∅' : text(value)
  const plain = shown.replace(/\p{Cc}/gu, char => (char === '\n' ? '↵' : '·'))
  const letters = [...segmenter.segment(plain)]
  return letters.length <= widest
    ? plain
    : `${letters
        .slice(0, widest - 1)
        .map(each => each.segment)
        .join('')}…`
}

const right = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|U?INTEGER|DECIMAL|DOUBLE|FLOAT)/

const reason = ({ node, rule, severity, message }: RowFlag): string => `${severity} ${node}.${rule}: ${message}`

/** A page as a table for people, with the reasons of flagged rows under it. */
export const tableLines = (page: PageResult, offset: number): readonly string[] => {
  const { columns, rows, flags, rowCount, scope } = page
  const numbers = rows.map((_row, i) => `${flags[i]?.length ? '!' : ' '}${offset + i + 1}`)
  const grid = [
    ['', ...columns.map(column => cell(column.name))],
    ...rows.map((row, i) => [numbers[i]!, ...row.map(cell)]),
  ]
  const widths = grid[0]!.map((_head, i) => Math.max(...grid.map(line => line[i]!.length)))
  const alignRight = [true, ...columns.map(column => right.test(column.type))]
  const line = (cells: readonly string[]) =>
    cells
      .map((each, i) => (alignRight[i] ? each.padStart(widths[i]!) : each.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd()
  const reasons = flags.flatMap((each, i) => each.map(flag => `  ${offset + i + 1}: ${reason(flag)}`))
  const shown = rows.length === 0 ? 'no rows' : `rows ${offset + 1} to ${offset + rows.length}`
  return [
    line(grid[0]!),
    widths.map(width => '─'.repeat(width)).join('  '),
    ...grid.slice(1).map(line),
    '',
    `${shown}${rowCount === null ? '' : ` of ${rowCount.toLocaleString('en')}`} (${scope})`,
    ...reasons,
  ]
}
