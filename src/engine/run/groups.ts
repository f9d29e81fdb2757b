import { aggregateCall, column } from '#core/relation/build.ts'
import { reservedPrefix } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Aggregate, Table } from '#core/relation/relation.ts'
import { countAll, countWhere, isFlagged } from '../rows/count.ts'
import { exposed } from './shape.ts'
import type { RunStatements } from './statements.ts'

/** An aggregate as a table: its groups, and the rows that they were made of, each counted once. */
export interface Groups {
  readonly table: Table
  readonly rows: number
  readonly summed: number
  /** The groups once more, as they lie in the table. */
  readonly counted: number
  /** For each number of slots that was asked for, how many of those rows have a flag in one of the first so many. */
  readonly flagged: readonly number[]
}

const size = `${reservedPrefix}rows`

/** Computes an aggregate with the size of each group beside, which tells at no further cost that no row was lost. */
export const materialiseGroups = async (
  relation: Aggregate,
  label: string,
  slots: readonly number[],
  database: RunStatements,
): Promise<Groups> => {
  const counts = [
    { name: size, expression: countAll },
    ...slots.map((first, i) => ({ name: `${size}_${i}`, expression: countWhere(isFlagged(relation.input, first)) })),
  ]
  const { table, rows } = await database.materialise(
    { ...relation, measures: [...relation.measures, ...counts] },
    label,
  )
  const sums = counts.map(({ name }, i) => [i === 0 ? 'all' : name, aggregateCall('sum', [column(name)])] as const)
  const wanted: Record<string, Expression> = { ...Object.fromEntries(sums), groups: countAll }
  const found = await database.counts(exposed(table), wanted)
  const often = levels[relation.totals](relation.keys.length)
  const [summed, ...flagged] = sums.map(([name]) => found[name]! / often)
  const columns = table.columns.filter(({ name }) => !name.startsWith(reservedPrefix))
  return { table: { ...table, columns }, rows, summed: summed!, flagged, counted: found.groups! }
}

/** Into how many groups of different grain each row goes. */
const levels: Record<Aggregate['totals'], (keys: number) => number> = {
  none: () => 1,
  rollup: keys => keys + 1,
  cube: keys => 2 ** keys,
}
