import { cast, literal, op, project, values } from '#core/relation/build.ts'
import type { Column } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import type { Session } from '../duckdb/session.ts'
import { ProblemError } from '../problem-error.ts'
import type { PageFilter } from '../types.ts'
import { shownColumn } from './filter.ts'

type Conditions = NonNullable<PageFilter['columns']>

const comparing: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>='])

/** Refuses a condition whose value is none of its column's type: it would show no rows, and not say why. */
export const checkConditions = async (
  session: Session,
  conditions: Conditions,
  columns: readonly Column[],
): Promise<void> => {
  const uncounted = conditions.find(
    ({ operator, value = '' }) => (operator === 'longer' || operator === 'shorter') && !/^\d{1,15}$/.test(value),
  )
  if (uncounted)
    throw new ProblemError({
      code: 'E-FILTER-VALUE',
      severity: 'error',
      message: `\`${uncounted.value ?? ''}\` is no number of characters.`,
    })
  const typed = conditions
    .filter(condition => comparing.has(condition.operator))
    .map(condition => ({ value: condition.value ?? '', column: shownColumn(columns, condition.column) }))
  if (typed.length === 0) return
  const one = values([{ name: 'one', type: 'INTEGER' }], [['1']])
  const converted = project(
    one,
    typed.map(({ value, column }, i) => ({
      name: `c${i}`,
      expression: op('is_null', cast(literal(value), column.type, { safe: true })),
    })),
  )
  const { rows } = await session.query(printRelation(converted))
  const wrong = typed.find((_, i) => rows[0]?.[i] === true)
  if (wrong)
    throw new ProblemError({
      code: 'E-FILTER-VALUE',
      severity: 'error',
      message: `\`${wrong.value}\` cannot be compared with \`${wrong.column.name}\`, whose type is ${wrong.column.type}.`,
    })
}
