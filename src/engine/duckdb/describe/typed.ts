import { column } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import { type CellFormat, convert } from '#core/source/convert.ts'
import { printExpression } from '#core/sql/print.ts'
import { quoteIdentifier } from '#core/sql/quote.ts'
import type { Session } from '../session.ts'

/** A column whose cells are read as values of a type, and of others to compare. */
export interface TriedColumn {
  readonly type: string
  readonly format: CellFormat
  readonly others: readonly { readonly type: string; readonly format: CellFormat }[]
}

/** How many cells are values of a type, and the first that is none. */
export interface Fit {
  readonly type: string
  readonly format: string | null
  readonly cells: number
  readonly fitting: number
  /** Index of its row, and its text. */
  readonly misfit: { readonly row: number; readonly text: string } | null
}

export interface Tried {
  readonly fit: Fit
  readonly others: readonly Fit[]
}

const name = (index: number): string => `c${index}`

const print = (expression: Expression): string => printExpression(expression, { alias: null, relation: () => '' })

const valueAt = (index: number, type: string, format: CellFormat): string =>
  print(type === 'VARCHAR' ? column(name(index)) : convert(column(name(index)), type, format))

/** The cells as a table of texts, one row after another. */
const table = (columns: number): string => {
  const cells = Array.from({ length: columns }, (_, i) => `r[${i + 2}] AS ${quoteIdentifier(name(i))}`)
  return (
    `(SELECT CAST(r[1] AS BIGINT) AS place${cells.map(cell => `, ${cell}`).join('')} ` +
    `FROM (SELECT unnest(from_json(CAST($1 AS JSON), '[["VARCHAR"]]')) AS r))`
  )
}

type Cells = readonly (readonly (string | null)[])[]

const parameter = (rows: Cells): string => JSON.stringify(rows.map((cells, place) => [String(place), ...cells]))

/** Reads cells as values of their columns' types, as a source reads them. */
export const tryTypes = async (
  session: Session,
  columns: readonly TriedColumn[],
  rows: Cells,
  signal?: AbortSignal,
): Promise<readonly Tried[]> => {
  if (columns.length === 0 || rows.length === 0) return []
  const tries = columns.flatMap(({ type, format, others }, index) =>
    [{ type, format }, ...others].map(each => ({ index, ...each })),
  )
  const measures = tries.map(({ index, type, format }) => {
    const [cell, value] = [name(index), valueAt(index, type, format)]
    const misfit = `${cell} IS NOT NULL AND ${value} IS NULL`
    return `[CAST(count(${cell}) AS VARCHAR), CAST(count(${value}) AS VARCHAR), CAST(min(place) FILTER (${misfit}) AS VARCHAR), arg_min(${cell}, place) FILTER (${misfit})]`
  })
  const sql = `SELECT to_json([${measures.join(', ')}]) FROM ${table(columns.length)}`
  const found = JSON.parse(String(await session.value(sql, { values: [parameter(rows)], signal }))) as (
    | string
    | null
  )[][]
  const fits = tries.map(({ type, format }, i): Fit => {
    const [cells, fitting, row, text] = found[i]!
    return {
      type,
      format: format.format,
      cells: Number(cells),
      fitting: Number(fitting),
      misfit: row === null || row === undefined ? null : { row: Number(row), text: text ?? '' },
    }
  })
  let from = 0
  return columns.map(({ others }) => {
    const own = fits.slice(from, from + 1 + others.length)
    from += own.length
    return { fit: own[0]!, others: own.slice(1) }
  })
}

/** The cells of rows as values of their columns' types, each as text. */
export const readValues = async (
  session: Session,
  columns: readonly TriedColumn[],
  rows: Cells,
  signal?: AbortSignal,
): Promise<Cells> => {
  if (columns.length === 0 || rows.length === 0) return rows.map(() => [])
  const values = columns.map(({ type, format }, index) => `CAST(${valueAt(index, type, format)} AS VARCHAR)`)
  const sql = `SELECT to_json([${values.join(', ')}]) FROM ${table(columns.length)} ORDER BY place`
  const found = await session.query(sql, { values: [parameter(rows)], signal })
  return found.rows.map(row => JSON.parse(String(row[0])) as (string | null)[])
}
