import { aggregateCall, column } from '#core/relation/build.ts'
import { reservedPrefix } from '#core/relation/columns.ts'
import type { Aggregate, Table } from '#core/relation/relation.ts'
import { countAll } from '../rows/count.ts'
import { exposed } from './shape.ts'
import type { RunStatements } from './statements.ts'

/** An aggregate as a table: its groups, and the rows that they were made of, each counted once. */
export interface Groups {
  readonly table: Table
  readonly rows: number
  readonly summed: number
}

const size = `${reservedPrefix}rows`

/** Computes an aggregate with the size of each group beside, which tells at no further cost that no row was lost. */
export const materialiseGroups = async (
  relation: Aggregate,
  label: string,
  database: RunStatements,
): Promise<Groups> => {
  const sized = { ...relation, measures: [...relation.measures, { name: size, expression: countAll }] }
  const { table, rows } = await database.materialise(sized, label)
  const { all } = await database.counts(exposed(table), { all: aggregateCall('sum', [column(size)]) })
  const columns = table.columns.filter(({ name }) => name !== size)
  return { table: { ...table, columns }, rows, summed: all / levels[relation.totals](relation.keys.length) }
}

/** Into how many groups of different grain each row goes. */
const levels: Record<Aggregate['totals'], (keys: number) => number> = {
  none: () => 1,
  rollup: keys => keys + 1,
  cube: keys => 2 ** keys,
}
