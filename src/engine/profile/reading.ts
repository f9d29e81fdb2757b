import { aggregate } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Relation } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import type { Pool } from '../duckdb/pool.ts'
import { readPage } from '../duckdb/read.ts'
import type { JsonValue } from '../duckdb/value.ts'

/** The rows that are profiled: a table's visible columns, and how it is asked. */
export interface Reading {
  readonly pool: Pool
  readonly signal: AbortSignal | undefined
  readonly table: Relation
  readonly columns: readonly Column[]
  readonly rows: number
}

export type Figures = Readonly<Record<string, JsonValue>>

/** So many figures a statement: a wide table takes several. */
const atOnce = 300

/** Figures by name for each of the items, in as few statements as they fit into: each is one row over one scan. */
export const figuresOf = async <T>(
  { pool, signal, table }: Reading,
  items: readonly T[],
  measuresOf: (item: T) => Readonly<Record<string, Expression>>,
): Promise<readonly Figures[]> => {
  const wanted = items.flatMap((item, index) =>
    Object.entries(measuresOf(item)).map(([name, expression]) => ({ index, name, expression })),
  )
  const found: Record<string, JsonValue>[] = items.map(() => ({}))
  for (let from = 0; from < wanted.length; from += atOnce) {
    const part = wanted.slice(from, from + atOnce)
    const measures = part.map(({ expression }, i) => ({ name: `f${i}`, expression }))
    const sql = printRelation(aggregate(table, [], measures))
    const { rows } = await pool.use(session => readPage(session, sql, 1, { signal }))
    part.forEach(({ index, name }, i) => {
      found[index]![name] = rows[0]?.[i] ?? null
    })
  }
  return found
}
