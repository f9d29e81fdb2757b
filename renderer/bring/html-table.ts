import type { Pasted } from './lines.ts'

const textOf = (cell: HTMLTableCellElement) => (cell.textContent ?? '').replace(/\s+/g, ' ').trim()

/** The first table of an HTML fragment; a cell over several rows or columns stands in the first, and the others are empty. */
export const readHtml = (html: string): Pasted | null => {
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table')
  if (!table || table.rows.length === 0) return null
  const lines = Array.from(table.rows, (): string[] => [])
  let joined = 0
  for (const [y, row] of [...table.rows].entries()) {
    let x = 0
    for (const cell of row.cells) {
      while (lines[y]?.[x] !== undefined) x++
      const covered = lines.slice(y, y + Math.max(1, cell.rowSpan))
      if (covered.length * cell.colSpan > 1) joined++
      for (const [down, line] of covered.entries())
        for (let right = 0; right < cell.colSpan; right++) line[x + right] = down + right === 0 ? textOf(cell) : ''
      x += cell.colSpan
    }
  }
  const filled = lines.map(line => Array.from(line, cell => cell ?? ''))
  const named = table.tHead !== null || [...(table.rows[0]?.cells ?? [])].every(cell => cell.tagName === 'TH')
  return {
    lines: filled,
    ...(named ? { header: filled.length > 1 } : {}),
    told: joined > 0 ? [`${joined} joined ${joined === 1 ? 'cell' : 'cells'} kept in the first place of each`] : [],
  }
}
