import Papa from 'papaparse'
import type { Lines } from './table.ts'

/** Cells as they were pasted, and what was said of the text on the way. */
export interface Pasted {
  readonly lines: Lines
  /** Known by the text itself; else it is to be guessed. */
  readonly header?: boolean
  readonly told: readonly string[]
}

const commaNumber = /^[+-]?\d+(\.\d{3})*,\d+$/

/** Lines that are numbers with a decimal comma, under a name: one column, not two. */
const isOneColumn = (lines: readonly string[]) =>
  lines.length > 1 && !/[,;\t|]/.test(lines[0] ?? '') && lines.slice(1).every(line => commaNumber.test(line.trim()))

/** What parts the cells: a tab, if there is one, as from a sheet; else what the reader finds. */
const delimiterOf = (text: string): string => {
  if (text.includes('\t')) return '\t'
  return isOneColumn(text.split(/\r?\n/)) ? '\t' : ''
}

const isBlank = (line: readonly string[]) => line.every(cell => cell.trim() === '')

/** Text with delimiters as lines of cells. Empty lines between those of several cells are left out, and told. */
export const readLines = (text: string): Pasted => {
  const { data, errors, meta } = Papa.parse<string[]>(text.replace(/^\ufeff/, '').replace(/(\r?\n)+$/, ''), {
    delimiter: delimiterOf(text),
    delimitersToGuess: ['\t', ',', ';', '|'],
  })
  // In a text of mixed line ends the reader knows one: what is left of the other is no part of a cell.
  const cells =
    meta.linebreak === '\n'
      ? data.map(line => line.with(-1, (line.at(-1) ?? '').replace(/\r$/, '')))
      : (data as readonly (readonly string[])[])
  const several = cells.some(line => line.length > 1)
  const lines = several ? cells.filter(line => !isBlank(line) || line.length > 1) : cells
  const left = cells.length - lines.length
  const quote = errors.find(error => error.type === 'Quotes')
  return {
    lines,
    told: [
      ...(left > 0 ? [`${left === 1 ? 'an empty line' : `${left} empty lines`} left out`] : []),
      ...(quote ? [`a quote is not closed or stands inside of a cell, in line ${(quote.row ?? 0) + 1}`] : []),
    ],
  }
}

/** Cells as the text of a CSV file. */
export const csvText = (lines: Lines): string =>
  `${Papa.unparse(
    lines.map(line => [...line]),
    { newline: '\n' },
  )}\n`
