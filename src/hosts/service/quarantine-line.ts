import Papa from 'papaparse'
import type { DelimitedShape, LineShape } from '#core/node/kind.ts'
import { joinRecord, splitRecord } from './quarantine-record.ts'

const signs = (shape: DelimitedShape) => ({
  delimiter: shape.delimiter,
  quoteChar: shape.quote || '\u0000',
  escapeChar: shape.escape || shape.quote || '\u0000',
})

/** What a line splits into; null: it is not one line by these signs, and has to be corrected as text. */
export const splitLine = (raw: string, shape: LineShape): readonly string[] | null => {
  if ('keys' in shape) return splitRecord(raw, shape)
  const { data } = Papa.parse<string[]>(raw, { ...signs(shape), newline: '\n' })
  return data.length === 1 ? data[0]! : null
}

/** The line of which these are the cells, quoted where they need it; null: the one that it was does not split. */
export const joinCells = (cells: readonly string[], before: string, shape: LineShape): string | null =>
  'keys' in shape ? joinRecord(cells, before, shape) : Papa.unparse([[...cells]], { ...signs(shape), newline: '\n' })
