import Papa from 'papaparse'
import type { LineShape } from '#core/node/kind.ts'

const signs = (shape: LineShape) => ({
  delimiter: shape.delimiter,
  quoteChar: shape.quote || '\u0000',
  escapeChar: shape.escape || shape.quote || '\u0000',
})

/** What a line splits into; null: it is not one line by these signs, and has to be corrected as text. */
export const splitLine = (raw: string, shape: LineShape): readonly string[] | null => {
  const { data } = Papa.parse<string[]>(raw, { ...signs(shape), newline: '\n' })
  return data.length === 1 ? data[0]! : null
}

/** Cells as a line, quoted where they need it. */
export const joinCells = (cells: readonly string[], shape: LineShape): string =>
  Papa.unparse([[...cells]], { ...signs(shape), newline: '\n' })
