import type { StatementPart } from '#core/plan/types.ts'

/** A piece of a statement's text: whose work it is, or null for what holds the parts together. */
export interface Piece {
  readonly at: number
  readonly text: string
  readonly node: string | null
}

/** A statement's text in pieces, in order; together they are the text. */
export const piecesOf = (sql: string, parts: readonly StatementPart[]): readonly Piece[] => {
  const pieces: Piece[] = []
  let next = 0
  for (const { node, start, end } of parts) {
    if (start > next) pieces.push({ at: next, text: sql.slice(next, start), node: null })
    pieces.push({ at: start, text: sql.slice(start, end), node })
    next = end
  }
  if (next < sql.length) pieces.push({ at: next, text: sql.slice(next), node: null })
  return pieces
}
