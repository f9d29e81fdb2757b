import type { Dependencies } from '#core/profile/types.ts'
import {
  aggregate,
  aggregateCall,
  all,
  call,
  column,
  limit,
  literal,
  op,
  project,
  union,
  where,
} from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Relation } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { readPage } from '../duckdb/read.ts'
import { countAll } from '../rows/count.ts'
import { figuresOf, type Reading } from './reading.ts'
import { isThere, type Values } from './values.ts'

/** So many first rows are looked at. */
const mostRows = 10_000

/** In fewer rows everything follows from everything. */
const fewestRows = 20

/** Most columns that are held against each other. */
const mostColumns = 60

/** Columns a statement that others may follow from. */
const atOnce = 16

const key = 'key'

/** True of a group in which a column has one value throughout, or none throughout. */
const isOne = (value: Expression): Expression =>
  all([
    op('in', call('count', value), literal(0), countAll),
    op('is_not_distinct', call('min', value), call('max', value)),
  ])

const nameOf = (index: number): string => `c${index}`

/** One row: which column, and of each other one whether it has one value wherever this one has. */
const followers = (rows: Relation, from: Values, index: number, to: readonly Values[]): Relation => {
  const there = where(
    project(rows, [
      { name: key, expression: from.group },
      ...to.map(({ group }, i) => ({ name: nameOf(i), expression: group })),
    ]),
    isThere(column(key)),
  )
  const groups = aggregate(
    there,
    [{ name: key, expression: column(key) }],
    to.map((_, i) => ({ name: nameOf(i), expression: isOne(column(nameOf(i))) })),
  )
  const each = aggregate(
    groups,
    [],
    to.map((_, i) => ({ name: nameOf(i), expression: call('bool_and', column(nameOf(i))) })),
  )
  return project(each, [
    { name: 'from', expression: literal(index) },
    { name: 'to', expression: op('list', ...to.map((_, i) => column(nameOf(i)))) },
  ])
}

/** Which columns follow from another one, in the first rows: where that one repeats, they never differ. */
export const readDependencies = async (reading: Reading, columns: readonly Values[]): Promise<Dependencies> => {
  const { pool, signal, table } = reading
  const rows = Math.min(mostRows, reading.rows)
  if (rows < fewestRows) return { rows, found: [] }
  const first = limit(table, mostRows)
  const figures = await figuresOf({ ...reading, table: first }, columns, ({ group }) => ({
    different: aggregateCall('count', [group], { distinct: true }),
    there: call('count', group),
  }))
  const varied = columns
    .map((values, i) => ({ values, different: Number(figures[i]!.different), there: Number(figures[i]!.there) }))
    .filter(({ different }) => different > 1)
    .slice(0, mostColumns)
  const to = varied.map(({ values }) => values)
  const from = varied.filter(({ different, there }) => different <= there / 2).map(({ values }) => values)
  const found: { from: string; to: string }[] = []
  for (let start = 0; start < from.length; start += atOnce) {
    const part = from.slice(start, start + atOnce)
    const sql = printRelation(union(part.map((values, index) => followers(first, values, index, to))))
    const lines = await pool.use(session => readPage(session, sql, atOnce, { signal }))
    for (const [index, holds] of lines.rows) {
      const own = part[Number(index)]!
      to.forEach((other, i) => {
        if (other !== own && Array.isArray(holds) && holds[i] === true)
          found.push({ from: own.column.name, to: other.column.name })
      })
    }
  }
  return { rows, found }
}
