import { cast, literal, op, project, values } from '#core/relation/build.ts'
import { printRelation } from '#core/sql/print.ts'
import type { Session } from '../duckdb/session.ts'

/** A text, and the type that it should be a value of. */
export interface TypedCell {
  readonly text: string
  readonly type: string
}

/** Whether each text is a value of its type. */
export const areCastable = async (session: Session, cells: readonly TypedCell[]): Promise<readonly boolean[]> => {
  if (cells.length === 0) return []
  const tried = cells.map(({ text, type }, index) => ({
    name: `c${index}`,
    expression: op('is_not_null', cast(literal(text), type, { safe: true })),
  }))
  const { rows } = await session.query(
    printRelation(project(values([{ name: 'one', type: 'INTEGER' }], [['1']]), tried)),
  )
  return cells.map((_, index) => rows[0]?.[index] === true)
}
