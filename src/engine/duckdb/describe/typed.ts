import { column } from '#core/relation/build.ts'
import { type CellFormat, convert } from '#core/source/convert.ts'
import { printExpression } from '#core/sql/print.ts'
import type { Session } from '../session.ts'

/** A type that a column's cells are read as, and how they are written. */
export interface ReadAs {
  readonly type: string
  readonly format: CellFormat
}

/** A column whose cells are read as values of a type, and of others to compare. */
export interface TriedColumn extends ReadAs {
  readonly others: readonly ReadAs[]
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

type Cells = readonly (readonly (string | null)[])[]

/** Columns that are read alike: DuckDB plans a statement of many columns slowly, and one of many rows at once. */
interface Alike extends ReadAs {
  readonly columns: number[]
}

const alike = (tries: readonly (ReadAs & { readonly index: number })[]): readonly Alike[] => {
  const groups = new Map<string, Alike>()
  for (const { index, type, format } of tries) {
    const key = JSON.stringify([type, format])
    const group = groups.get(key) ?? { type, format, columns: [] }
    group.columns.push(index)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** Cells in a long table, with the value that each is read as. */
const valuesOf = ({ type, format, columns }: Alike): string => {
  const text = column('text')
  const value = printExpression(type === 'VARCHAR' ? text : convert(text, type, format), {
    alias: null,
    relation: () => '',
  })
  return `(SELECT place, col, "text", ${value} AS value FROM cells WHERE col IN (${columns.join(', ')}))`
}

const cells =
  'WITH cells AS MATERIALIZED (SELECT CAST(r[1] AS INTEGER) AS place, CAST(r[2] AS INTEGER) AS col, r[3] AS "text" ' +
  `FROM (SELECT unnest(from_json(CAST($1 AS JSON), '[["VARCHAR"]]')) AS r))`

const parameter = (rows: Cells): string =>
  JSON.stringify(
    rows.flatMap((row, place) =>
      row.flatMap((text, col) => (text === null ? [] : [[String(place), String(col), text]])),
    ),
  )

const none = (of: ReadAs): Fit => ({ type: of.type, format: of.format.format, cells: 0, fitting: 0, misfit: null })

/** Reads cells as values of their columns' types, as a source reads them. */
export const tryTypes = async (
  session: Session,
  columns: readonly TriedColumn[],
  rows: Cells,
  signal?: AbortSignal,
): Promise<readonly Tried[]> => {
  const tries = columns.flatMap(({ type, format, others }, index) =>
    [{ type, format }, ...others].map((each, order) => ({ index, order, ...each })),
  )
  const groups = alike(tries)
  const found = new Map<string, Fit>()
  if (rows.length > 0 && groups.length > 0) {
    const misfit = '"text" IS NOT NULL AND value IS NULL'
    const parts = groups.map(
      (group, i) =>
        `SELECT ${i}, col, count("text"), count(value), min(place) FILTER (${misfit}), arg_min("text", place) FILTER (${misfit}) ` +
        `FROM ${valuesOf(group)} GROUP BY col`,
    )
    const sql = `${cells} ${parts.join(' UNION ALL ')}`
    const result = await session.query(sql, { values: [parameter(rows)], signal })
    for (const [group, col, count, fitting, row, text] of result.rows) {
      const { type, format } = groups[Number(group)]!
      found.set(JSON.stringify([type, format, Number(col)]), {
        type,
        format: format.format,
        cells: Number(count),
        fitting: Number(fitting),
        misfit: row === null || row === undefined ? null : { row: Number(row), text: String(text) },
      })
    }
  }
  return columns.map((of, index) => {
    const fitOf = (each: ReadAs) => found.get(JSON.stringify([each.type, each.format, index])) ?? none(each)
    return { fit: fitOf(of), others: of.others.map(fitOf) }
  })
}

/** The cells of rows as values of their columns' types, each as text. */
export const readValues = async (
  session: Session,
  columns: readonly ReadAs[],
  rows: Cells,
  signal?: AbortSignal,
): Promise<Cells> => {
  const values = rows.map(() => columns.map((): string | null => null))
  const groups = alike(columns.map((each, index) => ({ ...each, index })))
  if (rows.length === 0 || groups.length === 0) return values
  const parts = groups.map(group => `SELECT place, col, CAST(value AS VARCHAR) FROM ${valuesOf(group)}`)
  const found = await session.query(`${cells} ${parts.join(' UNION ALL ')}`, { values: [parameter(rows)], signal })
  for (const [place, col, value] of found.rows)
    if (value !== null && value !== undefined) values[Number(place)]![Number(col)] = String(value)
  return values
}
