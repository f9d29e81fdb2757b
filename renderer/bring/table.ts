import type { Column } from '#core/relation/relation.ts'
import { guessColumns } from './guess.ts'

export type InlineCell = string | number | boolean | null

export interface InlineTable {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly InlineCell[])[]
}

export type Lines = readonly (readonly string[])[]

/** A table made of pasted lines, and what was decided or mended on the way. */
export interface PastedTable extends InlineTable {
  readonly header: boolean
  readonly told: readonly string[]
}

const widthOf = (lines: Lines) => lines.reduce((most, line) => Math.max(most, line.length), 1)

const columnsOf = (lines: Lines, width: number) =>
  Array.from({ length: width }, (_, index) => lines.map(line => line[index] ?? ''))

/**
 * A first line is a header if it looks unlike what is below: texts over other types; or texts over texts, each once and none
 * left out.
 */
export const hasHeader = (lines: Lines): boolean => {
  const [first, ...rest] = lines
  if (!first || rest.length === 0) return false
  const texts = guessColumns(first.map(text => [text])).every(guess => guess.type === 'VARCHAR' && !guess.told)
  const named = first.filter(text => text.trim() !== '')
  if (!texts || named.length === 0) return false
  const below = guessColumns(columnsOf(rest, first.length))
  if (below.some((guess, index) => guess.type !== 'VARCHAR' && first[index]?.trim())) return true
  return named.length === first.length && new Set(named.map(text => text.trim().toLowerCase())).size === named.length
}

export const uniqueName = (wanted: string, taken: Set<string>): string => {
  let name = wanted
  for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${wanted}_${count}`
  taken.add(name.toLowerCase())
  return name
}

export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** What is said of lines that are shorter than the longest. */
const toldShort = (lines: Lines, width: number): readonly string[] => {
  const short = lines.filter(line => line.length < width).length
  return short === 0 ? [] : [`${counted(short, 'short line')} filled up with empty cells`]
}

/** Pasted lines as a table of their own, with names and types; an empty cell is null. */
export const tableOf = (lines: Lines, header = hasHeader(lines)): PastedTable => {
  const body = header ? lines.slice(1) : lines
  const width = widthOf(lines)
  const taken = new Set<string>()
  const guesses = guessColumns(columnsOf(body, width))
  const columns = guesses.map(({ type }, index) => ({
    name: uniqueName((header && lines[0]?.[index]?.trim()) || `column_${index + 1}`, taken),
    type,
  }))
  const rows = body.map(line => guesses.map(({ read }, index) => read(line[index] ?? '') || null))
  const read = guesses.flatMap(({ told }, index) => (told ? [`\`${columns[index]?.name}\` ${told}`] : []))
  return { columns, rows, header, told: [...toldShort(lines, width), ...read] }
}

export const sentence = (parts: readonly string[]) => `${parts.join('; ')}.`

/** What was pasted, in a sentence with what is to be told of it. */
export const pastedTold = ({ columns, rows }: InlineTable, told: readonly string[]): string =>
  sentence([`Pasted ${counted(rows.length, 'row')} of ${counted(columns.length, 'column')}`, ...told])

/** What became of pasted lines, in a sentence. */
export const tableTold = (table: PastedTable, more: readonly string[]): string =>
  pastedTold(table, [table.header ? 'the first line names them' : 'no line names them', ...more, ...table.told])

export interface Placed {
  readonly table: InlineTable
  readonly told: readonly string[]
}

/** Pasted lines put over a table from a cell on; rows and columns grow. */
export const pastedAt = (table: InlineTable, lines: Lines, row: number, column: number): Placed => {
  const width = Math.max(table.columns.length, column + widthOf(lines))
  const height = Math.max(table.rows.length, row + lines.length)
  const added = guessColumns(columnsOf(lines, widthOf(lines))).slice(table.columns.length - column)
  const taken = new Set(table.columns.map(({ name }) => name.toLowerCase()))
  const columns = [
    ...table.columns,
    ...added.map(({ type }, index) => ({
      name: uniqueName(`column_${table.columns.length + index + 1}`, taken),
      type,
    })),
  ]
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const pasted = lines[y - row]?.[x - column]
      if (pasted === undefined) return table.rows[y]?.[x] ?? null
      const read = added[x - table.columns.length]?.read
      return (read ? read(pasted) : pasted) || null
    }),
  )
  const short = lines.filter(line => line.length < widthOf(lines)).length
  return {
    table: { columns, rows },
    told: [
      ...(added.length > 0 ? [`${counted(added.length, 'column')} added`] : []),
      ...(short > 0 ? [`${counted(short, 'line')} shorter than the others: the cells beyond are as they were`] : []),
    ],
  }
}
