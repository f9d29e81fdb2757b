/** What a flow may hold of a table itself: it is part of every check and of every save. */
export const mostRows = 3000
export const mostCells = 60_000

export const isLarge = (lines: readonly (readonly unknown[])[]): boolean =>
  lines.length > mostRows || lines.reduce((sum, line) => sum + line.length, 0) > mostCells

export const tooMany = (what: string): string =>
  `${what} are too many for a flow itself: it holds up to ${mostRows.toLocaleString('en')} rows and ${mostCells.toLocaleString('en')} cells. Nothing was pasted.`
