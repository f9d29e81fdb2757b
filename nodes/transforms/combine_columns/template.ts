/** A piece of a template: a text as it is, or a column, with its place in the template. */
export type Piece =
  | { readonly text: string }
  | { readonly column: string; readonly start: number; readonly end: number }

const sign = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g

/** The pieces of a template such as `{first} {last}`, in which `{{` is a brace; a number is the place of a brace that has no other. */
export const piecesOf = (template: string): readonly Piece[] | number => {
  const pieces: Piece[] = []
  let at = 0
  for (const match of template.matchAll(sign)) {
    const [whole, column] = match
    if (whole === '{' || whole === '}') return match.index
    if (match.index > at) pieces.push({ text: template.slice(at, match.index) })
    at = match.index + whole.length
    pieces.push(column === undefined ? { text: whole[0]! } : { column, start: match.index + 1, end: at - 1 })
  }
  if (at < template.length) pieces.push({ text: template.slice(at) })
  return pieces
}
