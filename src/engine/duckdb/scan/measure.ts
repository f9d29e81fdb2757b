import { aggregate, aggregateCall, limit, literal } from '#core/relation/build.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { NamedExpression, Scan } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import type { Session } from '../session.ts'

/** Rows that a guess is made from, as many as DuckDB's sniffer takes. */
export const sampleRows = 20480

export const count = (input: Expression): Expression => aggregateCall('count', [input])
export const countWhere = (where: Expression): Expression => aggregateCall('count', [literal(1)], { where })

/** Aggregates over the first rows of a file's cells as text. */
export const measure = async (
  session: Session,
  text: Scan,
  rows: number,
  measures: readonly Expression[],
): Promise<readonly number[]> => {
  if (measures.length === 0) return []
  const named: NamedExpression[] = measures.map((expression, i) => ({ name: `m${i}`, expression }))
  const found = await session.query(printRelation(aggregate(limit(text, rows), [], named)))
  return found.rows[0]!.map(Number)
}
